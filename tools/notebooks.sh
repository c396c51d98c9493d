#!/bin/sh
# Runs the examples of docs/notebooks.md on a plan folder, which is served meanwhile for those that ask a server.
# What they import comes into a folder of its own.
set -eu
[ "$#" -ge 1 ] || { echo "usage: tools/notebooks.sh PLAN" >&2; exit 2; }
plan=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
target="${CARGO_TARGET_DIR:-target}"
planner="${PLANNER:-$target/release/planner}"
venv="${NOTEBOOKS_VENV:-$target/notebooks-venv}"
[ -x "$planner" ] || { echo "$planner is missing: cargo build --release builds it" >&2; exit 2; }
[ -x "$venv/bin/python" ] || python3 -m venv "$venv" >&2
"$venv/bin/python" -c 'import duckdb, pandas, polars, pyarrow' 2>/dev/null \
  || "$venv/bin/pip" install --quiet duckdb pandas polars pyarrow >&2

url=$(mktemp)
"$planner" serve "$plan" --address 127.0.0.1:0 > "$url" &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -f "$url"' EXIT
until [ -s "$url" ]; do
  kill -0 "$server" 2>/dev/null || exit 1
  sleep 0.1
done
PLANNER_SERVER=$(sed 's:/$::' "$url") "$venv/bin/python" tools/notebooks.py "$plan"
