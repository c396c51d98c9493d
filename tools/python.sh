# Sourced by tools that run Python on a plan: sets plan, planner and python, and brings the modules named in `modules` into a
# folder of its own that these tools share.
[ "$#" -ge 1 ] || { echo "usage: $0 PLAN" >&2; exit 2; }
plan=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
target="${CARGO_TARGET_DIR:-target}"
planner="${PLANNER:-$target/release/planner}"
venv="${NOTEBOOKS_VENV:-$target/notebooks-venv}"
python="$venv/bin/python"
[ -x "$planner" ] || { echo "$planner is missing: cargo build --release builds it" >&2; exit 2; }
[ -x "$python" ] || python3 -m venv "$venv" >&2
"$python" -c "import $(echo "$modules" | tr ' ' ',')" 2>/dev/null || "$venv/bin/pip" install --quiet $modules >&2
