#!/bin/sh
# A server under load and batches in a loop, for MINUTES: memory, open files and processes every few seconds as CSV on standard
# output, the verdict on standard error. Fails when something grows.
#
# The first fifth is for warming up. After it the server's memory in the last fifth may be at most 5 % and 8 MB above that of the second
# fifth, its open files and threads at most 16 and 2 above; no batch may fail; at the end no process is left, and none that a batch
# started, nor any file that is being written.
# Needs wrk (Debian: apt-get install wrk), curl and python3.
set -eu
[ "$#" -ge 2 ] || { echo "usage: tools/soak.sh MINUTES PLAN [BATCH.toml]" >&2; exit 2; }
for needed in wrk curl python3; do
  command -v "$needed" >/dev/null 2>&1 || { echo "$needed is missing: sudo apt-get install -y $needed" >&2; exit 1; }
done
minutes=$1
plan=$(cd "$2" && pwd)
batch="${3:-}"
[ -z "$batch" ] || batch=$(cd "$(dirname "$batch")" && pwd)/$(basename "$batch")
cd "$(dirname "$0")/.."
planner="${PLANNER:-${CARGO_TARGET_DIR:-target}/release/planner}"
[ -x "$planner" ] || { echo "$planner is missing: cargo build --release builds it" >&2; exit 2; }
planner=$(cd "$(dirname "$planner")" && pwd)/$(basename "$planner")
every="${SOAK_EVERY:-5}"
connections="${SOAK_CONNECTIONS:-32}"
work=$(mktemp -d)
server=""; load=""; loop=""
end() {
  touch "$work/stop"
  for process in $load $loop $server; do kill "$process" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT

if [ -z "$batch" ]; then
  "$planner" generate --nodes 30 --commodities 8 --periods 2 --seed 1 --out "$work/land" >&2
  batch="$work/batch.toml"
  cat > "$batch" <<TOML
version = 1
name = "Soak"
base = "land/config.toml"
threads = 1

[[axes]]
name = "demand"

[[axes.alternatives]]
name = "less"
demand_scale = 0.9

[[axes.alternatives]]
name = "more"
demand_scale = 1.1
TOML
fi

"$planner" serve "$plan" --address 127.0.0.1:0 > "$work/url" 2> "$work/log" &
server=$!
until grep -q http "$work/url"; do
  kill -0 "$server" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
  sleep 0.1
done
url=$(cat "$work/url")
name=$(curl -s "${url}api/v1/plans" | python3 -c 'import json, sys; print(json.load(sys.stdin)["plans"][0]["plan"])')
curl -s "${url}api/v1/plans/$name" > "$work/plan.json"
curl -s "${url}api/v1/plans/$name/scene" > "$work/scene.json"
python3 tools/load_addresses.py "$name" "$work/plan.json" "$work/scene.json" > "$work/addresses"

seconds=$((minutes * 60))
ADDRESSES="$work/addresses" wrk -t1 -c"$connections" -d"${seconds}s" -s tools/load.lua "$url" > "$work/wrk" 2>&1 &
load=$!
(
  count=0
  while [ ! -e "$work/stop" ]; do
    if "$planner" batch "$batch" --out "$work/batch" > "$work/batch.log" 2>&1; then count=$((count + 1)); else cp "$work/batch.log" "$work/failed"; fi
    echo "$count" > "$work/count"
    # What is left beside a batch that ended was left for good.
    find "$work/batch" -name '.*' -type d -o -name '.writing-*' | grep -v '^$' >> "$work/left" || true
    rm -rf "$work/batch"
  done
) &
loop=$!

echo "second,server_rss_kb,server_files,server_threads,planner_processes,batches"
began=$(date +%s)
while :; do
  second=$(($(date +%s) - began))
  [ "$second" -lt "$seconds" ] || break
  rss=$(awk '$1 == "VmRSS:" { print $2 }' "/proc/$server/status" 2>/dev/null || true)
  [ -n "$rss" ] || { echo "the server ended" >&2; cat "$work/log" >&2; exit 1; }
  files=$(ls "/proc/$server/fd" | wc -l)
  threads=$(awk '$1 == "Threads:" { print $2 }' "/proc/$server/status")
  mine=$(pgrep -f -c "^$planner .*$work" || true)
  echo "$second,$rss,$files,$threads,$mine,$(cat "$work/count" 2>/dev/null || echo 0)"
  sleep "$every"
done | tee "$work/samples.csv"

touch "$work/stop"
wait "$load" || true
wait "$loop" || true
tail -1 "$work/wrk" >&2
[ ! -e "$work/failed" ] || { echo "a batch failed:" >&2; cat "$work/failed" >&2; exit 1; }
[ ! -s "$work/left" ] || { echo "left after batches:" >&2; sort -u "$work/left" >&2; exit 1; }
kill "$server"
wait "$server" 2>/dev/null || true
server=""
left=$(pgrep -f -c "^$planner .*$work" || true)
[ "$left" = 0 ] || { echo "$left processes are left" >&2; exit 1; }
python3 tools/soak_verdict.py < "$work/samples.csv" >&2
