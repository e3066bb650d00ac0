#!/bin/sh
# Records which classes a start loads, into JDK 25's ahead-of-time cache. Needs JAVA_HOME.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd -P)
app=$root/.build/app
home=$(mktemp -d)
trap 'rm -rf "$home" "$app/new.aot"' EXIT
limit=
if command -v timeout >/dev/null; then limit="timeout 180"; fi
# shellcheck disable=SC2086 # a command and its argument, or nothing
$limit "$JAVA_HOME/bin/java" @"$app/jvm.options" -XX:AOTCacheOutput="$app/new.aot" \
  -cp "$app/chatwright.jar" dev.chatwright.cli.Main rehearse --home "$home" </dev/null
mv "$app/new.aot" "$app/chatwright.aot"
