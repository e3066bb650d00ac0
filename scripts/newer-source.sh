# Sourced by the scripts of the repository: whether the build is older than what it is made from.

# Prints the first file or folder below root $1 that is newer than the build, or the root if there
# is no build. Folders of sources count, as they change when a file in them is deleted. What cannot
# change the program is left out by name, so that a new kind of source is never overlooked.
newer_source() {
  if [ ! -e "$1/.build/app/built" ]; then
    echo "$1"
    return 0
  fi
  (
    cd "$1" || exit 0
    find . \( -name .git -o -name .build -o -name .ci -o -name target -o -name node_modules -o -name .idea -o -name .vscode \
      -o -name '*.md' -o -path ./chatwright -o -path ./check -o -path ./docs -o -path ./bench -o -path ./verification \
      -o -path './*/src/test' -o -path ./web/e2e \) -prune \
      -o \( -type f -o -type d -path './*/*' ! -path './[!w]*/src' \) -newer .build/app/built -print 2>/dev/null | head -n 1
  )
}
