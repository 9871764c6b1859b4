#!/bin/sh
# Plants the bugs of planted.txt in the library, one at a time, and tells whether the tests notice.
#
#     sh planted.sh SOURCE BUILD CTEST COMPILER COUNT     # the first COUNT of them, or all
#
# What is there is left alone: a bug is planted in a copy of the sources, the units that it changes are compiled, and
# the test programs linked with them.
set -eu
source=$1 build=$2 ctest=$3 compiler=$4 count=$5
here=$build/tests/faults/planted
list=$source/tests/faults/planted/planted.txt

work=$(mktemp -d "${TMPDIR:-/tmp}/mmapkit-planted.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

wrong() {
  echo "planted.txt is wrong: $*"
  exit 1
}

cannot_run() {
  echo "planted: cannot run here: $*"
  [ -z "${MMAPKIT_ALL_PROOFS+set}" ] || exit 1
  exit 77
}

# The tests' own entries, with the programs in this folder in place of those that were built.
cp -r "$source/src" "$work/src"
cp -r "$source/src" "$work/unchanged"
for folder in . faults/sweep system_calls truth; do
  grep -v '^subdirs(' "$build/tests/$folder/CTestTestfile.cmake"
done >"$work/CTestTestfile.cmake"
while read -r program library path; do
  sed "s|\"$path\"|\"$work/$program\"|" "$work/CTestTestfile.cmake" >"$work/entries"
  mv "$work/entries" "$work/CTestTestfile.cmake"
  echo "$program $library $path" >>"$work/programs"
done <"$here/programs"
grep "^add_test(.*$work/" "$work/CTestTestfile.cmake" | sed 's/^add_test(\[=\[\(.*\)\]=\] .*/\1/' >"$work/names"

unchanged_programs() {
  while read -r program _ path; do
    ln -sf "$path" "$work/$program"
  done <"$work/programs"
}

# The tests of an extended regular expression; the names of those that failed are in "failed". A test that hangs fails.
passes() {
  rm -rf "$work/Testing"
  "$ctest" --test-dir "$work" -R "^($1)\$" --timeout 120 --no-tests=error >"$work/output" 2>&1 && return
  cut -d: -f2 "$work/Testing/Temporary/LastTestsFailed.log" | tr '\n' ' ' >"$work/failed"
  return 1
}

# The source files that are compiled anew when one changes.
files_with() {
  case $1 in
    *.hpp) (cd "$work/unchanged" && grep -rl --include='*.cpp' --exclude-dir=tool "#include \"\(.*/\)\?${1##*/}\"" .) ;;
    *) echo "./$1" ;;
  esac | cut -c3-
}

# A source file and that object of the library that it is compiled into: its own, or one of a unity build.
objects_with() {
  while read -r object; do
    case $object in
      */Unity/*) grep -q "\"$source/src/$2\"" "${object%.o}" && echo "$2 $object" ;;
      *.dir/"$2".o | *.dir/./"$2".o | */src/"$2".o) echo "$2 $object" ;;
    esac
  done <"$here/$1.objects"
  :
}

# The library's objects, with those compiled anew that have one of the files.
compile() {
  for file in $2; do objects_with "$1" "$file"; done | sort -u -k 2 >"$work/$1.changed"
  cut -d' ' -f2- "$work/$1.changed" | grep -vxFf - "$here/$1.objects" >"$work/$1.objects"
  number=0
  while read -r file object; do
    number=$((number + 1))
    unit=$work/$1.$number.cpp
    case $object in
      */Unity/*) sed "s|\"$source/src/|\"$work/src/|" "${object%.o}" >"$unit" ;;
      *) echo "#include \"$work/src/$file\"" >"$unit" ;;
    esac
    "$compiler" "@$here/$1.flags" -std=c++20 -O0 -w -fPIC -c "$unit" -o "$work/$1.$number.o" || return 1
    echo "$work/$1.$number.o" >>"$work/$1.objects"
  done <"$work/$1.changed"
  [ "$number" != 0 ]
}

# The programs of the named tests, with the bug.
build_programs() {
  rm -f "$work"/*.changed
  while read -r program library _; do
    grep -E "^add_test\(\[=\[($2)\]=\] " "$work/CTestTestfile.cmake" | grep -q "\"$work/$program\"" || continue
    [ -f "$work/$library.changed" ] || compile "$library" "$(files_with "$1")" || return 1
    rm -f "$work/$program"
    "$compiler" "@$here/$program.options" "@$here/$program.objects" "@$work/$library.objects" -pthread \
      -o "$work/$program" || return 1
  done <"$work/programs"
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
[ "$count" = all ] || head -n $((2 * count)) "$work/list" >"$work/some"
[ "$count" = all ] || mv "$work/some" "$work/list"

unchanged_programs
# One bug is seen in huge pages, which root alone can have in every case; some in the kernel's count of dirty pages.
[ "$count" != all ] || [ "$(id -u)" = 0 ] || cannot_run "the pool of huge pages is root's to fill"
"$work/mmapkit_tests" --no-intro '--source-file=*tests/linux/durability_test.cpp' >"$work/output" || :
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
