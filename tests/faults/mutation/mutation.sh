#!/bin/sh
# Makes random changes to the portable, POSIX and Linux sources, one at a time, and tells which the tests notice.
#
#     sh mutation.sh SOURCE BUILD CTEST COMPILER SEED COUNT
#
# A change that does not compile is none, and another is drawn. One that gives the same code, or that stands in
# without_effect.txt with its reason, has no effect. A test that hangs, or takes the machine's memory or disk, has failed.
set -eu
source=$1 build=$2 ctest=$3 compiler=$4 seed=$5 count=$6
programs=$source/tests/faults

# shellcheck source=tests/faults/planted/changed.sh
. "$programs/planted/changed.sh"

slow='proof\.sweep'
quick=$(grep -v "^$slow\$" "$work/names" | paste -sd '|')
seconds=60
most_units=8  # a header that more sources include is left alone: its changes take too long

# The code that the units of a file become.
code_of() {
  rm -f "$work/mmapkit".*.o
  optimization=$2
  compile mmapkit "$(files_with "$1")" 2>/dev/null || return 1
  optimization=-O0
  cat "$work/mmapkit".*.o | cksum
}

# The same of the file as it was, kept for the next change in it.
code_before() {
  kept=$work/code/$1$2
  if [ ! -f "$kept" ]; then
    mkdir -p "${kept%/*}"
    cp "$work/src/$1" "$work/changed"
    cp "$work/unchanged/$1" "$work/src/$1"
    code_of "$1" "$2" >"$kept" || return 1
    cp "$work/changed" "$work/src/$1"
  fi
  cat "$kept"
}

# Kilobytes that are free: of memory, and where the tests put their files.
free_memory() { awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo; }
free_disk() { df -Pk "$work" | awk 'NR == 2 { print $4 }'; }
least_memory=$(($(free_memory) / 8))
least_disk=$(($(free_disk) * 3 / 4))

# Ends a run of tests, which is the leader of a session, when it takes too much.
watch_run() {
  while kill -0 "$1" 2>/dev/null; do
    if [ "$(free_memory)" -lt $least_memory ] || [ "$(free_disk)" -lt $least_disk ]; then kill -KILL -- "-$1"; fi
    sleep 1
  done
}

# Whether the tests of the programs that have the change pass. They stop at the first failure.
stays_unnoticed() {
  build_programs "$1" "$2" 2>"$work/output" || {
    cat "$work/output"
    exit 1
  }
  rm -rf "$work/Testing" "$work/files"
  mkdir "$work/files"
  : >"$work/failed"
  TMPDIR=$work/files setsid "$ctest" --test-dir "$work" -R "^($2)\$" --timeout "$seconds" --no-tests=error \
    --stop-on-failure --parallel 2 >"$work/output" 2>&1 &
  run=$!
  watch_run $run &
  watching=$!
  status=0
  wait $run || status=$?
  kill $watching 2>/dev/null || :
  wait $watching 2>/dev/null || :
  cut -d: -f2 "$work/Testing/Temporary/LastTestsFailed.log" 2>/dev/null | sort -u | tr '\n' ' ' >"$work/failed" || :
  return $status
}

# In the words of without_effect.txt: the file, and the two lines.
stands_as_without_effect() {
  printf '%s\n- %s\n+ %s\n' "$1" "$(sed -n "$2p" "$work/unchanged/$1" | sed 's/^ *//')" "$(echo "$3" | sed 's/^ *//')" \
    >"$work/wanted"
  awk 'NR == FNR { wanted = wanted $0 "\n"; next } { last[NR % 3] = $0
    if (last[(NR - 2) % 3] "\n" last[(NR - 1) % 3] "\n" $0 "\n" == wanted) found = 1 } END { exit !found }' \
    "$work/wanted" "$programs/mutation/without_effect.txt"
}

unchanged_programs
if ! passes "$quick|$slow"; then
  echo "without any change these tests fail: $(cat "$work/failed")"
  exit 1
fi

python3 -B "$programs/mutation/changes.py" "$work/unchanged" "$seed" >"$work/changes"
changes=0 noticed=0 without_effect=0
while [ $changes -lt "$count" ] && IFS='	' read -r where at kind line; do
  [ "$(files_with "$where" | sort -u | wc -l)" -le $most_units ] || continue
  LINE=$line awk -v at="$at" 'NR == at { $0 = ENVIRON["LINE"] } { print }' "$work/unchanged/$where" \
    >"$work/src/$where"
  if code=$(code_of "$where" -O0); then
    changes=$((changes + 1))
    what="$where:$at ($kind): $(echo "$line" | sed 's/^ *//')"
    if [ "$code" = "$(code_before "$where" -O0)" ]; then
      without_effect=$((without_effect + 1))
      echo "without effect, the same code: $what"
    elif ! stays_unnoticed "$where" "$quick" || ! stays_unnoticed "$where" "$slow"; then
      noticed=$((noticed + 1))
      echo "noticed by $(cat "$work/failed"): $what"
    elif [ "$(code_of "$where" -O2)" = "$(code_before "$where" -O2)" ]; then
      without_effect=$((without_effect + 1))
      echo "without effect, the same code when optimized: $what"
    elif stands_as_without_effect "$where" "$at" "$line"; then
      without_effect=$((without_effect + 1))
      echo "without effect, as without_effect.txt says: $what"
    else
      echo "NOT NOTICED: $what"
    fi
    unchanged_programs
  fi
  cp "$work/unchanged/$where" "$work/src/$where"
done <"$work/changes"

echo "mutation: $changes changes, $noticed noticed, $without_effect without effect"
# At least 95 of 100 that can be seen.
[ $changes != 0 ] && [ $((100 * noticed)) -ge $((95 * (changes - without_effect))) ]
