#!/bin/sh
# How many questions a second a server of PLAN answers: wrk asks on this machine, one thread of it beside the server's.
# Prints one JSON object a run: a load within the limits, then one far above them; memory is the server's, in kB.
# Needs wrk (Debian: apt-get install wrk), curl and python3.
set -eu
[ "$#" -ge 1 ] || { echo "usage: tools/load.sh PLAN [SECONDS]" >&2; exit 2; }
for needed in wrk curl python3; do
  command -v "$needed" >/dev/null 2>&1 || { echo "$needed is missing: sudo apt-get install -y $needed" >&2; exit 1; }
done
cd "$(dirname "$0")/.."
planner="${PLANNER:-${CARGO_TARGET_DIR:-target}/release/planner}"
seconds="${2:-20}"
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
server=""

start() {
  "$planner" serve "$1" --address 127.0.0.1:0 --requests "$2" --connections "$3" > "$work/url" 2> "$work/log" &
  server=$!
  tries=0
  until grep -q http "$work/url"; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] && kill -0 "$server" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
    sleep 0.1
  done
  url=$(cat "$work/url")
}

memory() {
  awk -v name="$1" '$1 == name ":" { print $2 }' "/proc/$server/status"
}

run() {
  before=$(memory VmRSS)
  figures=$(ADDRESSES="$work/addresses" wrk -t1 -c"$1" -d"${seconds}s" -s tools/load.lua "$url" | tail -1)
  cpu=$(awk '{ print ($14 + $15) / 100 }' "/proc/$server/stat")
  echo "{\"connections\": $1, \"load\": $figures, \"memory_before_kb\": $before, \"memory_after_kb\": $(memory VmRSS), \"memory_peak_kb\": $(memory VmHWM), \"server_cpu_s\": $cpu}"
}

start "$1" 256 256
plan=$(curl -s "${url}api/v1/plans" | python3 -c 'import json, sys; print(json.load(sys.stdin)["plans"][0]["plan"])')
curl -s "${url}api/v1/plans/$plan" > "$work/plan.json"
curl -s "${url}api/v1/plans/$plan/scene" > "$work/scene.json"
python3 tools/load_addresses.py "$plan" "$work/plan.json" "$work/scene.json" > "$work/addresses"
run 32
run 32
kill "$server" && wait "$server" 2>/dev/null || true
start "$1" 256 256
run 1000
run 1000
