#!/bin/sh
# Plans North America for a year; any arguments go to `planner plan` in place of the year's config.
set -eu
cd "$(dirname "$0")/.."
. tools/setup.sh
tools/page.sh || echo "planning goes on; planner serve will have no page" >&2
[ "$#" -gt 0 ] || set -- configs/north-america-year.toml --out plans/north-america-year
exec cargo run --release --package planner -- plan "$@"
