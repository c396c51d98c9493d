# Thin names over the scripts; each script can be run on its own.
.PHONY: plan test lint doc deny ci validate bench

plan:
	tools/plan.sh

test:
	tools/test.sh

lint:
	cargo fmt --all -- --check
	cargo clippy --release --all-targets -- -D warnings

doc:
	RUSTDOCFLAGS="-D warnings" cargo doc --release --no-deps

deny:
	cargo deny check

validate:
	cargo run --release --package planner -- validate configs/north-america-year.toml
	cargo run --release --package planner -- validate configs/north-america-months.toml

bench:
	cargo run --release --package benches

ci:
	.ci/run
