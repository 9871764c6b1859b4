# shellcheck shell=sh
# The library with a change in its sources, and the test programs with it: for the scripts that plant bugs. What was built
# is left alone: the sources are copied, the units that a change concerns are compiled anew, and the test programs linked
# with them in the folder "work".
#
#     source=SOURCE build=BUILD ctest=CTEST compiler=COMPILER      # set before this file is read
# shellcheck disable=SC2154

here=$build/tests/faults/planted
work=$(mktemp -d "${TMPDIR:-/tmp}/mmapkit-changed.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# The tests' own entries, with the programs in this folder in place of those that were built.
cp -r "$source/src" "$work/src"
cp -r "$source/src" "$work/unchanged"
for folder in . faults/guards faults/sweep system_calls truth; do
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

# The tests of an extended regular expression, and options of ctest; the names of those that failed are in "failed". A
# test that hangs fails.
passes() {
  of=$1
  shift
  rm -rf "$work/Testing"
  "$ctest" --test-dir "$work" -R "^($of)\$" --timeout 120 --no-tests=error "$@" >"$work/output" 2>&1 && return
  cut -d: -f2 "$work/Testing/Temporary/LastTestsFailed.log" | tr '\n' ' ' >"$work/failed"
  return 1
}

# The source files that are compiled anew when one changes: for a header all that include it, by way of others too.
files_with() {
  found=$1
  while :; do
    headers=$(echo "$found" | sed -n 's|^\(.*/\)\?\(.*\)\.hpp$|\2|p' | sort -u | paste -sd '|')
    [ -n "$headers" ] || break
    more=$({
      echo "$found"
      (cd "$work/unchanged" && grep -rlE --exclude-dir=tool "#include \"(.*/)?($headers)\.hpp\"" .) | cut -c3-
    } | sort -u)
    [ "$more" != "$found" ] || break
    found=$more
  done
  echo "$found" | grep '\.cpp$'
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

# The library's objects, with those compiled anew that have one of the files, at $optimization, or not optimized.
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
    "$compiler" "-I$work/src" "@$here/$1.flags" -std=c++20 "${optimization:--O0}" -w -fPIC -c "$unit" \
      -o "$work/$1.$number.o" || return 1
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
