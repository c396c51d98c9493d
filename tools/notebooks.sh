#!/bin/sh
# Runs the examples of docs/notebooks.md on a plan folder. What they import comes into a folder of its own.
set -eu
[ "$#" -ge 1 ] || { echo "usage: tools/notebooks.sh PLAN" >&2; exit 2; }
cd "$(dirname "$0")/.."
venv="${NOTEBOOKS_VENV:-${CARGO_TARGET_DIR:-target}/notebooks-venv}"
[ -x "$venv/bin/python" ] || python3 -m venv "$venv" >&2
"$venv/bin/python" -c 'import duckdb, pandas, polars, pyarrow' 2>/dev/null \
  || "$venv/bin/pip" install --quiet duckdb pandas polars pyarrow >&2
exec "$venv/bin/python" tools/notebooks.py "$@"
