#!/bin/sh
# Builds the program into .build/app, quietly, with one line of progress. Needs JAVA_HOME.
# A program that runs meanwhile keeps its files: the new ones are put in place at the end.
set -u
root=$(cd "$(dirname "$0")/.." && pwd -P)
. "$root/scripts/find-jdk.sh"
. "$root/scripts/newer-source.sh"
mvn=$(find_maven) || exit 1
app=$root/.build/app
log=$root/.build/build.log
lock=$root/.build/building

fail() {
  echo "chatwright: $1" >&2
  exit 1
}

show() {
  if [ -t 2 ]; then printf '\r\033[K%s' "$1" >&2; fi
}

# A folder is created by one process only; the number in it tells whether that one still lives.
take_lock() {
  said=
  until mkdir "$lock" 2>/dev/null; do
    [ -d "$lock" ] || fail "cannot build: $root/.build cannot be written"
    owner=$(cat "$lock/process" 2>/dev/null)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf "$lock"
    else
      [ -n "$said" ] || echo "chatwright: waiting for another build to end (process ${owner:-unknown})" >&2
      said=yes
      sleep 0.3
    fi
  done
  echo $$ >"$lock/process"
  trap 'rm -rf "$lock"' EXIT
}

say_start() {
  if [ -e "$app/built" ]; then echo "chatwright: sources changed, building again" >&2
  else echo "chatwright: building for the first time; this takes a few minutes once" >&2; fi
}

mkdir -p "$root/.build" 2>/dev/null
take_lock
if [ -z "$(newer_source "$root")" ]; then exit 0; fi # the other build was ours as well
say_start
cd "$root" || exit 1
rm -rf "$app.new" "$app.old"
mkdir "$app.new" || fail "cannot build: $root/.build cannot be written"
touch "$app.new/built" # before the build reads a file, so that what changes meanwhile is newer
"$mvn" -B -ntp -pl cli -am -DskipTests -Dmaven.test.skip=true package >"$log" 2>&1 &
build=$!
trap 'kill $build 2>/dev/null; exit 130' INT TERM
while kill -0 $build 2>/dev/null; do
  step=$(sed -n 's/^\[INFO\] Building \(chatwright-[a-z-]*\).*\(\[[0-9/]*\]\).*/\2 \1/p' "$log" 2>/dev/null | tail -n 1)
  show "  building ${step:-…}"
  sleep 0.3
done
if ! wait $build; then
  show ""
  grep -E 'ERROR|npm error' "$log" | head -n 20 >&2
  fail "the build failed; the whole log is $log"
fi
cp -R "$root/cli/target/app/." "$app.new" || fail "cannot copy the program to $app.new"
if [ -e "$app" ]; then mv "$app" "$app.old"; fi
mv "$app.new" "$app" || fail "cannot put the program in place at $app"
rm -rf "$app.old"
show "  preparing a fast start"
"$root/scripts/train-start.sh" >>"$log" 2>&1 || echo "chatwright: no start-up cache (see $log); starts will be slower" >&2
show ""
