#!/bin/sh
# Solves an exported MPS file with HiGHS outside the program and prints status and objective.
# HiGHS comes as the Python package highspy, into a folder of its own.
set -eu
[ "$#" -ge 1 ] || { echo "usage: tools/highs.sh FILE.mps [simplex|ipx]" >&2; exit 2; }
cd "$(dirname "$0")/.."
venv="${HIGHS_VENV:-${CARGO_TARGET_DIR:-target}/highs-venv}"
[ -x "$venv/bin/python" ] || python3 -m venv "$venv" >&2
"$venv/bin/python" -c 'import highspy' 2>/dev/null || "$venv/bin/pip" install --quiet highspy >&2
exec "$venv/bin/python" tools/highs.py "$@"
