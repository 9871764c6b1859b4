#!/bin/sh
# Plants the bugs of planted.txt in the library, one at a time, and tells whether the tests notice.
#
#     sh planted.sh SOURCE BUILD CTEST COMPILER COUNT     # the first COUNT of them, or all; 0: whether each still fits
#
# What is there is left alone: a bug is planted in a copy of the sources, the units that it changes are compiled, and
# the test programs linked with them.
set -eu
source=$1 build=$2 ctest=$3 compiler=$4 count=$5
list=$source/tests/faults/planted/planted.txt

# shellcheck source=tests/faults/planted/changed.sh
. "${0%/*}/changed.sh"

wrong() {
  echo "planted.txt is wrong: $*"
  exit 1
}

cannot_run() {
  echo "planted: cannot run here: $*"
  [ -z "${MMAPKIT_ALL_PROOFS+set}" ] || exit 1
  exit 77
}

# Exactly one line of the file is another one.
plant() {
  sed "$2" "$work/unchanged/$1" >"$work/src/$1"
  diff "$work/unchanged/$1" "$work/src/$1" >"$work/difference" && wrong "\"$2\" changes nothing in $1"
  [ "$(grep -c '^<' "$work/difference") $(grep -c '^>' "$work/difference")" = "1 1" ] ||
    wrong "\"$2\" does not change one line of $1"
}

# Whether the suite has a test that fails with the bug and passes without.
caught_elsewhere() {
  everything=$(paste -sd '|' "$work/names")
  build_programs "$1" "$everything" || return 1
  passes "$everything" && return 1
  caught=$(cat "$work/failed")
  unchanged_programs
  passes "$(echo "$caught" | sed 's/ $//; s/ /|/g')"
}

grep -v -e '^#' -e '^$' "$list" >"$work/list"
bugs=$(($(wc -l <"$work/list") / 2))
# All of them still fit, also where a few are tried.
while read -r planted_in _ && read -r edit; do
  plant "${planted_in%:}" "$edit"
  cp "$work/unchanged/${planted_in%:}" "$work/src/${planted_in%:}"
done <"$work/list"
if [ "$count" = 0 ]; then
  echo "planted: each of the $bugs bugs can be planted"
  exit
fi
[ "$count" = all ] || head -n $((2 * count)) "$work/list" >"$work/some"
[ "$count" = all ] || mv "$work/some" "$work/list"

unchanged_programs
# One bug is seen in huge pages, which root alone can have in every case; some in the kernel's count of dirty pages.
[ "$count" != all ] || [ "$(id -u)" = 0 ] || cannot_run "the pool of huge pages is root's to fill"
"$work/mmapkit_tests" --no-intro '--source-file=*tests/systems/linux/durability_test.cpp' >"$work/output" || :
if grep -q 'durability was not seen' "$work/output"; then
  cannot_run "this kernel, or the file system of ${TMPDIR:-/tmp}, does not tell which pages are written"
fi
named=$(sed -n 's/^[^ ]*: \([^ ]*\): .*/\1/p' "$work/list" | paste -sd '|')
if ! passes "$named"; then
  echo "without any bug these tests fail: $(cat "$work/failed")"
  exit 1
fi

planted=0 elsewhere=0 missed=0
while read -r planted_in tests bug && read -r edit; do
  planted_in=${planted_in%:} tests=${tests%:}
  plant "$planted_in" "$edit"
  build_programs "$planted_in" "$tests" || wrong "with \"$edit\" $planted_in does not build"
  planted=$((planted + 1))
  if ! passes "$tests"; then
    echo "caught by $(sed 's/ $//; s/ /, /g' "$work/failed"): $bug"
  elif caught_elsewhere "$planted_in"; then
    elsewhere=$((elsewhere + 1))
    echo "caught elsewhere, by ${caught% }: $bug"
  else
    missed=$((missed + 1))
    echo "NOT CAUGHT: $bug ($planted_in)"
  fi
  cp "$work/unchanged/$planted_in" "$work/src/$planted_in"
  unchanged_programs
done <"$work/list"

echo "planted: $planted bugs of $bugs, $((planted - missed)) caught, $elsewhere of them elsewhere"
[ "$planted" != 0 ] && [ "$missed" = 0 ]
