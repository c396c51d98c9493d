#!/bin/sh
# Checks a plan with the SQL of docs/check-by-hand.md; then has DuckDB write its tables anew, and the checker pass those.
# DuckDB comes into a folder of its own, shared with tools/notebooks.sh.
set -eu
modules="duckdb"
. "$(dirname "$0")/python.sh"

data=$(cd "$plan" && cd "$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["data"])' "$plan/certificate.json")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" tools/check_by_hand.py "$plan" "$data" "$work/anew"
echo "== the same rows, written anew by DuckDB"
"$planner" check "$work/anew" --data "$data"
