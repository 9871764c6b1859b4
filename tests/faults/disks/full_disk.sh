#!/bin/sh
# What grows with its blocks allocated finds a full disk while growing, and what was stored stays; a store into a hole,
# under guard, is an error that tells the first byte that found no room. On tmpfs and ext4, so many runs of each.
#
#     sh tests/faults/disks/full_disk.sh PROGRAM RUNS
set -eu
# shellcheck source=tests/faults/disks/setup.sh
. "$(dirname "$0")/setup.sh"
own_mounts "$@"
need mkfs.ext4

mkdir "$work/tmpfs"
mount -t tmpfs -o size=8m tmpfs "$work/tmpfs"
mount_ext4 16 "$work/image" "$work/ext4"
status=0
for disk in tmpfs ext4; do
  "$1" "$work/$disk" "$2" || status=1
done
exit $status
