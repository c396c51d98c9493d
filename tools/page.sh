#!/bin/sh
# Builds the page that `planner serve` and `planner page` show, into planner/page/dist; does nothing when it is newer than
# its sources. Needs node and npm. `tools/page.sh --tests` also makes ready what the tests of the page need.
set -eu
cd "$(dirname "$0")/../planner/page"

# NOTICES is written last, so it is as old as the whole build.
is_built() {
  [ -f dist/NOTICES ] && [ -z "$(find src build.mjs package-lock.json tsconfig.json -newer dist/NOTICES -print | head -n 1)" ]
}
if is_built && [ "${1:-}" != --tests ]; then exit 0; fi

if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing: nodejs npm" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nodejs npm; } >&2 || exit 1
  else
    echo "The page is built with node. On Debian or Ubuntu this line installs it; run it, then this again:" >&2
    echo "  sudo apt-get install -y nodejs npm" >&2
    exit 1
  fi
fi

if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --silent >&2
  touch node_modules/.package-lock.json
fi
is_built && exit 0
if grep -q '://' package-lock.json; then
  echo "package-lock.json names a host: packages are to come from whatever registry npm is set to" >&2
  exit 1
fi
npx --no-install tsc >&2
node build.mjs >&2
