#!/bin/sh
# Runs the JMH benchmarks of the kernels; arguments go to JMH (LinearBenchmark -p type=Q4_1, say).
set -eu
root=$(cd "$(dirname "$0")/.." && pwd -P)
. "$root/scripts/find-jdk.sh"
JAVA_HOME=$(find_jdk "$root")
export JAVA_HOME
mvn=$(find_maven)
cd "$root"
"$mvn" -B -q -ntp -pl bench -am -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/classpath >&2
exec "$JAVA_HOME/bin/java" -cp "bench/target/classes:$(cat bench/target/classpath)" org.openjdk.jmh.Main "$@"
