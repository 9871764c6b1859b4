#!/bin/sh
# Whether instructions.sh tells what has changed, with a valgrind that counts as it is told.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$here/instructions.sh" "$work"
printf '# some compiler\npath 100\n' >"$work/instructions.txt"
# shellcheck disable=SC2016  # expanded when they run
{
  printf '#!/bin/sh\necho "==1== Collected : $COUNT" >&2\n' >"$work/valgrind"
  printf '#!/bin/sh\necho path\n' >"$work/program"
  printf '#!/bin/sh\necho "$COMPILER"\n' >"$work/compiler"
}
chmod +x "$work/valgrind" "$work/program" "$work/compiler"
PATH=$work:$PATH

# expect WHAT COUNT COMPILER WORDS: what is said when the path took so many thousands of instructions.
expect() {
  said=$(COUNT=$2 COMPILER=$3 sh "$work/instructions.sh" "$work/program" "$work/compiler" 2>&1 || echo "it failed")
  case $said in
    *"$4"*) return ;;
  esac
  echo "$1: expected '$4', and it said: $said"
  exit 1
}

expect "the same count is no change" 100000 "some compiler" "1 paths counted, 0 changed"
expect "5 in 100 more is no change" 105000 "some compiler" "1 paths counted, 0 changed"
expect "6 in 100 more is told" 106000 "some compiler" "path took 100, and takes 106"
expect "6 in 100 less is told" 94000 "some compiler" "path took 100, and takes 94"
expect "a change is counted" 106000 "some compiler" "1 paths counted, 1 changed"
expect "another compiler is told" 100000 "another" "counted with some compiler, and now with another"
expect "nothing counted is a failure" "" "some compiler" "it failed"
printf '# some compiler\n' >"$work/instructions.txt"
expect "a new path is told" 100000 "some compiler" "path is new: 100"
