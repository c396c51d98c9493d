#!/usr/bin/env bash
# Tests the page in a browser: against a real server of two plans of a generated continent, one with hostile names, and a
# copy on disk. With two plan folders of North America as arguments it walks through those instead, to Chicago and its steel, and fails
# without them; of a third it measures how long the first view takes, which has to be less than 2 s.
# Pictures of what was seen are kept in planner/page/shots.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/setup.sh
tools/page.sh --tests
command -v "${CHROMIUM:-/usr/bin/chromium}" >/dev/null 2>&1 || { echo "A browser is missing: install chromium, or name one in CHROMIUM." >&2; exit 1; }
cargo build --release --package planner -j2
planner="${CARGO_TARGET_DIR:-target}/release/planner"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A small continent, planned as it is and with half of every link.
"$planner" generate --out "$work/made" --nodes 80 --commodities 14 --periods 2 --seed 7 >&2
"$planner" plan "$work/made/config.toml" --out "$work/first" >&2
printf 'name = "Half of every link"\nanswers_for_it = "Test"\npurpose = "A difference to look at."\n\n[[capacity]]\nof = "links"\nfactor = 0.5\n' > "$work/half.toml"
"$planner" replan "$work/first" --change "$work/half.toml" --out "$work/second" >&2

# The same continent with names that would do harm if they were taken for more than names.
cp -r "$work/made" "$work/harm"
python3 - "$work/harm/tables" <<'PY'
import csv, sys

HOSTILE = ["<img src=x onerror=harmed=1>", "<script>harmed=1</script>", "=cmd|'/c calc'!A0", "\"><svg onload=harmed=1>"]
for table in ["nodes", "sites", "commodities", "modes", "areas", "processes", "sequences"]:
    path = f"{sys.argv[1]}/{table}.csv"
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        row["name"] = f"{HOSTILE[number % len(HOSTILE)]} {row['name']}"
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
PY
sed -i 's/^name = .*/name = "<script>harmed=1<\/script>"/' "$work/harm/config.toml"
"$planner" plan "$work/harm/config.toml" --out "$work/hostile" >&2

first="$work/first" second="$work/second"
if [ "$#" -ge 2 ]; then first="$1" second="$2"; export PAGE_CITY=chicago-il; fi
export PAGE_TIMED="${3:-}"
"$planner" page "$first" "$second" --out "$work/disk" >&2

export PLANNER="$(realpath "$planner")" PAGE_PLANS="$first:$second" PAGE_HOSTILE_PLAN="$work/hostile" PAGE_ON_DISK="$work/disk"
export PAGE_SHOTS="$PWD/planner/page/shots"
cd planner/page
node tests/run.mjs unit
node tests/run.mjs browser
