#!/bin/sh
# Runs the examples of docs/notebooks.md on a plan folder, which is served meanwhile for those that ask a server.
# What they import comes into a folder of its own.
set -eu
modules="duckdb pandas polars pyarrow"
. "$(dirname "$0")/python.sh"

url=$(mktemp)
"$planner" serve "$plan" --address 127.0.0.1:0 > "$url" &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -f "$url"' EXIT
until [ -s "$url" ]; do
  kill -0 "$server" 2>/dev/null || exit 1
  sleep 0.1
done
PLANNER_SERVER=$(sed 's:/$::' "$url") "$python" tools/notebooks.py "$plan"
