#!/bin/sh
# Tests the cluster farm with real processes on loopback. Compiling the engine takes a while the first time.
# With --long also North America.
set -eu
cd "$(dirname "$0")/.."
. tools/setup.sh
long=""
[ "${1:-}" != "--long" ] || { long="--include-ignored"; shift; }
both="-p cluster -p planner --features planner/cluster"
# The programs and the test-only executor first: tests start them as processes.
cargo build --release $both --all-targets "$@"
cargo test --release $both --lib --test sound --test faults --test security --test partition --test watched --test farm "$@" -- $long --test-threads=2
