#!/bin/sh
# How many instructions the hot paths take, counted by callgrind, beside those in instructions.txt: a change of more than
# 5 in 100 is reported, and judges nothing. Another compiler counts otherwise, which is said.
#
#     sh tests/benchmarks/instructions.sh HOT_PATHS COMPILER             # compares
#     sh tests/benchmarks/instructions.sh HOT_PATHS COMPILER --write     # writes the file anew
set -eu
program=$1
compiler=$($2 --version | head -n 1)
kept=$(dirname "$0")/instructions.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The calls of the system and of the C library count as much as they take of this process.
count() {
  valgrind --tool=callgrind --callgrind-out-file="$work/out" --toggle-collect='*along*' "$program" "$1" \
    "$work/file" 2>&1 | sed -n 's/.*Collected : \([0-9]*\)$/\1/p'
}

echo "# $compiler" >"$work/counts"
for path in $("$program" names "$work/file"); do
  echo "$path $(($(count "$path") / 1000))" >>"$work/counts"
done
if [ "${3:-}" = --write ]; then
  cp "$work/counts" "$kept"
  cat "$kept"
  exit
fi

if [ "$(head -n 1 "$kept")" != "# $compiler" ]; then
  echo "instructions: counted with $(head -n 1 "$kept" | cut -c3-), and now with $compiler"
fi
changed=0
while read -r path count; do
  case $path in '#') continue ;; esac
  before=$(sed -n "s/^$path //p" "$kept")
  if [ -z "$before" ]; then
    echo "instructions: $path is new: $count"
    changed=$((changed + 1))
  elif [ $((count * 100)) -gt $((before * 105)) ] || [ $((count * 100)) -lt $((before * 95)) ]; then
    echo "instructions: $path took $before, and takes $count"
    changed=$((changed + 1))
  fi
done <"$work/counts"
echo "instructions: $(($(wc -l <"$work/counts") - 1)) paths counted, $changed changed by more than 5 in 100"
