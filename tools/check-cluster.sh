#!/bin/sh
# All checks of the cluster farm: tests, lints, documentation.
set -eu
cd "$(dirname "$0")/.."
tools/test-cluster.sh "$@"
cargo clippy --release -p cluster -p planner --features planner/cluster --all-targets "$@" -- -D warnings
RUSTDOCFLAGS="-D warnings" cargo doc --release -p cluster -p planner --features planner/cluster --no-deps "$@"
