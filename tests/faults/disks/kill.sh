#!/bin/sh
# What a writer has acknowledged before it is killed is in its file, and the file opens. Each way to write in turn, at
# random moments. Stores to a private copy are acknowledged too, and lost: the reader can tell.
#
#     sh tests/faults/disks/kill.sh WRITER READER RUNS
set -eu
# shellcheck source=tests/faults/disks/setup.sh
. "$(dirname "$0")/setup.sh"
writer=$1 reader=$2 runs=$3

# Starts the writer, kills it, and leaves in $acknowledged how many records it said are there; nothing if none.
kill_writer() {
  rm -f "$work"/*
  "$writer" "$1" "$work" >"$work/said" &
  pid=$!
  sleep "0.$(random 1000 1300 | cut -c 2-)"
  kill -9 $pid
  if wait $pid 2>/dev/null; then code=0; else code=$?; fi
  if [ $code != 137 ]; then
    echo "kill: the writer ended by itself ($code): $(tail -n 1 "$work/said")"
    exit 1
  fi
  acknowledged=$(sed -n "s/^$1 \([0-9]*\)$/\1/p" "$work/said" | tail -n 1)
}

records=0 lost=0 unopened=0 early=0 run=0
while [ $run -lt "$runs" ]; do
  for way in sync sync_all write_through write_pieces growable_file ordered; do
    if [ $run = "$runs" ]; then break; fi
    run=$((run + 1))
    kill_writer $way
    if [ -z "$acknowledged" ]; then
      early=$((early + 1))
      continue
    fi
    records=$((records + acknowledged))
    missing=$("$reader" $way "$work" "$acknowledged") || [ $? = 2 ] || unopened=$((unopened + 1))
    lost=$((lost + ${missing:-0}))
  done
done

kill_writer copy
while [ -z "$acknowledged" ]; do kill_writer copy; done
control=$("$reader" copy "$work" "$acknowledged") || [ $? = 2 ]

echo "kill -9: $runs kills, $early before the first record, $records records acknowledged, $lost lost," \
  "$unopened files that do not open; of a copy $control of $acknowledged lost"
if [ "$control" = 0 ] || [ $records = 0 ]; then
  echo "nothing could be lost: nothing is proved"
  exit 1
fi
[ $((lost + unopened)) = 0 ]
