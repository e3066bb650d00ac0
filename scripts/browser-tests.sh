#!/bin/sh
# Runs the browser tests of the page; skips with a reason where no Chromium is installed.
root=$(cd "$(dirname "$0")/.." && pwd -P)
counts=$root/.build/counts
mkdir -p "$counts"
rm -f "$counts/browser"
[ -d "$root/web/e2e" ] || exit 0
if ! command -v chromium >/dev/null && ! command -v google-chrome >/dev/null; then
  echo "check: browser tests skipped: no chromium on the PATH (Debian: apt-get install chromium)"
  exit 0
fi
cd "$root/web" && npm run --silent e2e >"$counts/browser" 2>&1
result=$?
# The failed ones with their reasons, and last, so that they are seen where only the end is kept; with them what
# went wrong outside of any test, which fails a file whose tests all pass.
if [ $result -ne 0 ]; then
  grep -E '^ *# (Error|Warning):' "$counts/browser"
  awk '/^# Subtest/ { found = 0 } /^ *not ok/ { found = 1 } found' "$counts/browser"
fi
grep -E '^[^a-z]*(tests|pass|fail|skipped) [0-9]' "$counts/browser" | sed 's/^/check: browser /'
exit $result
