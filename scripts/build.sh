#!/bin/sh
# Builds the program into cli/target/app, quietly, with one line of progress. Needs JAVA_HOME.
set -u
root=$(cd "$(dirname "$0")/.." && pwd -P)
. "$root/scripts/find-jdk.sh"
mvn=$(find_maven) || exit 1
mkdir -p "$root/.build"
log=$root/.build/build.log

show() { [ -t 2 ] && printf '\r\033[K%s' "$1" >&2; }

say_start() {
  if [ -e "$root/cli/target/app/built" ]; then echo "chatwright: sources changed, building again" >&2
  else echo "chatwright: building for the first time; this takes a few minutes once" >&2; fi
}

say_start
cd "$root" || exit 1
"$mvn" -B -ntp -pl cli -am -DskipTests package >"$log" 2>&1 &
build=$!
trap 'kill $build 2>/dev/null; exit 130' INT TERM
while kill -0 $build 2>/dev/null; do
  step=$(sed -n 's/^\[INFO\] Building \(chatwright-[a-z-]*\).*\(\[[0-9/]*\]\).*/\2 \1/p' "$log" 2>/dev/null | tail -n 1)
  show "  building ${step:-…}"
  sleep 0.3
done
if ! wait $build; then
  show ""
  echo "chatwright: the build failed; the whole log is $log" >&2
  grep -E 'ERROR|npm error' "$log" | head -n 20 >&2
  exit 1
fi
show "  preparing a fast start"
"$root/scripts/train-start.sh" >>"$log" 2>&1 || echo "chatwright: no start-up cache (see $log); starts will be slower" >&2
touch "$root/cli/target/app/built"
show ""
