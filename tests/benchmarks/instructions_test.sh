#!/bin/sh
# Whether instructions.sh tells what has changed, with a valgrind that counts as it is told.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$here/instructions.sh" "$work"
# shellcheck disable=SC2016  # expanded when they run
{
  printf '#!/bin/sh\necho "==1== Collected : $COUNT" >&2\nexit ${STATUS:-0}\n' >"$work/valgrind"
  printf '#!/bin/sh\necho $NAMES\n' >"$work/program"
  printf '#!/bin/sh\necho "$COMPILER"\n' >"$work/compiler"
}
chmod +x "$work/valgrind" "$work/program" "$work/compiler"
PATH=$work:$PATH
keep() { printf '# some compiler; of a thousand times\n%s\n' "$1" >"$work/instructions.txt"; }

# expect WHAT WORDS [VARIABLE=VALUE...]: what is said where these differ from 1000 instructions of one path.
expect() {
  what=$1
  words=$2
  shift 2
  said=$(env COUNT=1000 NAMES=path COMPILER="some compiler" "$@" sh "$work/instructions.sh" "$work/program" \
    "$work/compiler" 2>&1 || echo "it failed")
  case $said in
    *"$words"*) return ;;
  esac
  echo "$what: expected '$words', and it said: $said"
  exit 1
}

keep "path 1000"
expect "the same count is no change" "1 paths counted, 0 changed"
expect "5 in 100 more is no change" "1 paths counted, 0 changed" COUNT=1050
expect "more than 5 in 100 is told" "path took 1000, and takes 1051" COUNT=1051
expect "less than 95 in 100 is told" "path took 1000, and takes 949" COUNT=949
expect "a change is counted" "1 paths counted, 1 changed" COUNT=1051
expect "another compiler is told" "counted those of another" COMPILER=another
expect "no count is a failure" "it failed" COUNT=
expect "a failure of valgrind is one" "it failed" STATUS=139
expect "no paths are a failure" "it failed" NAMES=
keep "gone 1000"
expect "a new path is told" "path is new: 1000"
expect "a path that is gone is told" "gone took 1000, and is gone"
