#!/usr/bin/env bash
# Runs every fuzz target for so many seconds: tools/fuzz.sh SECONDS [TARGET...]. Inputs that are worth keeping and inputs
# that fail are put into FUZZ_OUT, a folder beside the compiled program where it is not set. The canary has to fail.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/setup.sh
seconds=${1:?give the seconds for each target}
shift
targets=("$@")
if [ ${#targets[@]} = 0 ]; then
  targets=(config batch_file change_file csv_table parquet_table arrow_block plan_folder)
fi
target_folder=${CARGO_TARGET_DIR:-target}
out=${FUZZ_OUT:-$target_folder/fuzz}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TMPDIR="$work" RUST_BACKTRACE=1

RUSTC_WORKSPACE_WRAPPER="$PWD/tools/fuzz-rustc" cargo build --release -p fuzz ${FUZZ_JOBS:+-j "$FUZZ_JOBS"}

run() { # TARGET SECONDS
  local program="$target_folder/release/fuzz_$1" log="$out/$1.log"
  mkdir -p "$out/corpus/$1" "$out/failed/$1" "$work/seeds/$1"
  # Called where a failure does not end the script by itself.
  FUZZ_SEEDS="$work/seeds/$1" "$program" >"$log" 2>&1 || return 1
  "$program" "$out/corpus/$1" "$work/seeds/$1" -artifact_prefix="$out/failed/$1/" -max_total_time="$2" \
    -timeout=20 -rss_limit_mb=6000 -max_len=65536 -print_final_stats=1 >"$log" 2>&1
}

# The canary first: a harness that does not find a fault that is there finds none.
rm -rf "$out/corpus/canary"
if run canary 120; then
  echo "canary: not found to fail, so nothing that follows would mean anything" >&2
  exit 1
fi
grep -q "the canary sings" "$out/canary.log"
echo "canary: fails, as it has to"

failed=0
for target in "${targets[@]}"; do
  verdict=sound
  run "$target" "$seconds" || verdict="FAILED, see $out/$target.log"
  executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$out/$target.log")
  # More than the seeds: a target that was fed nothing is not sound.
  seeds=$(find "$work/seeds/$target" -type f | wc -l)
  [ "$seeds" -gt 0 ] && [ "${executed:-0}" -gt "$seeds" ] || verdict="FAILED: $seeds seeds and ${executed:-no} executions"
  [ "$verdict" = sound ] || failed=1
  covered=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$out/$target.log" | tail -1)
  echo "$target: $verdict, ${executed:-?} executions, ${covered:-?} edges"
done
exit $failed
