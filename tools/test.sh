#!/bin/sh
# Runs every test but those of the cluster farm (tools/test-cluster.sh). The same profile as the program, so that the solver is compiled once.
set -eu
cd "$(dirname "$0")/.."
. tools/setup.sh
exec cargo test --release "$@"
