# Sourced by the scripts of the repository: where a JDK of version 25 or newer is.

# Prints the version of the JDK in folder $1, or nothing. Reads its release file: no JVM starts.
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Prints the folder of the first JDK 25 or newer; $1 is the repository's root, which remembers it.
find_jdk() {
  remembered=$1/.build/jdk
  on_path=$(command -v javac 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  if [ -z "${JAVA_HOME:-}" ] && [ -f "$remembered" ]; then
    candidate=$(cat "$remembered")
    [ -x "$candidate/bin/java" ] && { echo "$candidate"; return 0; }
  fi
  found=
  for candidate in "${JAVA_HOME:-}" "${on_path:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/local/jdk* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* "${HOME:-}"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -d "$candidate" ] || continue
    version=$(jdk_version "$candidate")
    if [ -n "$version" ] && [ "$version" -ge 25 ]; then
      { mkdir -p "$1/.build" && echo "$candidate" >"$remembered"; } 2>/dev/null
      echo "$candidate"
      return 0
    fi
    found="$found
  $candidate: ${version:-no JDK}"
  done
  echo "chatwright: no JDK 25 or newer found: install one (Temurin 25, say) or set JAVA_HOME
  JAVA_HOME is ${JAVA_HOME:-not set}
  looked there, on the PATH, in /usr/lib/jvm, /opt, /usr/local, ~/.sdkman, ~/.jdks, ~/.asdf and /Library/Java; found:${found:-
  nothing}" >&2
  return 1
}

# Prints the Maven command to use.
find_maven() {
  if [ -n "${MVN:-}" ]; then echo "$MVN"; return 0; fi
  command -v mvn && return 0
  echo "chatwright: Maven 3.8 or newer not found: install it (Debian: apt-get install maven, macOS: brew install maven) or set MVN to its path" >&2
  return 1
}
