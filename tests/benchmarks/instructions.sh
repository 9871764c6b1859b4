#!/bin/sh
# How many instructions the hot paths take, counted by callgrind, beside those in instructions.txt: a change of more than
# 5 in 100 is reported, and judges nothing. Another compiler counts otherwise, which is said. What could not be counted
# is a failure.
#
#     sh tests/benchmarks/instructions.sh HOT_PATHS COMPILER             # compares
#     sh tests/benchmarks/instructions.sh HOT_PATHS COMPILER --write     # writes the file anew
set -eu
program=$1
compiler=$($2 --version | head -n 1)
kept=$(dirname "$0")/instructions.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The calls of the C library count as much as they take of this process; those of the system as what enters them.
count() {
  if ! valgrind --tool=callgrind --callgrind-out-file="$work/out" --toggle-collect='*along*' "$program" "$1" \
    "$work/file" >"$work/said" 2>&1; then
    echo "instructions: $1 could not be counted:" >&2
    cat "$work/said" >&2
    return 1
  fi
  sed -n 's/.*Collected : \([0-9][0-9]*\)$/\1/p' "$work/said"
}

names=$("$program" names "$work/file")
if [ -z "$names" ]; then
  echo "instructions: $program names no paths" >&2
  exit 1
fi
echo "# $compiler; of a thousand times" >"$work/counts"
for path in $names; do
  counted=$(count "$path")
  if [ -z "$counted" ]; then
    echo "instructions: valgrind gives no count for $path" >&2
    exit 1
  fi
  echo "$path $counted" >>"$work/counts"
done
if [ "${3:-}" = --write ]; then
  cp "$work/counts" "$kept"
  cat "$kept"
  exit
fi

if [ "$(head -n 1 "$kept")" != "$(head -n 1 "$work/counts")" ]; then
  echo "instructions: kept are those of $(head -n 1 "$kept" | cut -c3-), and counted those of $compiler"
fi
# The count of a path in a file; nothing where it is not there.
of() { sed -n "s/^$1 //p" "$2"; }
changed=0
tell() {
  echo "instructions: $1"
  changed=$((changed + 1))
}
paths=$(cat "$kept" "$work/counts" | sed '/^#/d; s/ .*//' | sort -u)
for path in $paths; do
  before=$(of "$path" "$kept")
  now=$(of "$path" "$work/counts")
  if [ -z "$before" ]; then
    tell "$path is new: $now"
  elif [ -z "$now" ]; then
    tell "$path took $before, and is gone"
  elif [ $((now * 100)) -gt $((before * 105)) ] || [ $((now * 100)) -lt $((before * 95)) ]; then
    tell "$path took $before, and takes $now"
  fi
done
echo "instructions: $(($(wc -l <"$work/counts") - 1)) paths counted, $changed changed by more than 5 in 100"
