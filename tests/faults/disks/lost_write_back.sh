#!/bin/sh
# After a failed write-back no sync of the mapping reports success: ext4 on a device whose blocks are had only when they
# are written, on a tmpfs that is full.
#
#     sh tests/faults/disks/lost_write_back.sh PROGRAM RUNS
set -eu
# shellcheck source=tests/faults/disks/setup.sh
. "$(dirname "$0")/setup.sh"
own_mounts "$@"
need mkfs.ext4

# All blocks of the image are there, until those that no file has are given back: what the file system needs for itself
# has its place, and the content of files has none.
mkdir "$work/thin"
mount -t tmpfs -o size=24m tmpfs "$work/thin"
mount_ext4 20 "$work/thin/image" "$work/ext4"
umount "$work/ext4"
dd if="$work/thin/image" of="$work/thin/image" bs=1M conv=notrunc status=none
mount -o loop "$work/thin/image" "$work/ext4"

"$1" "$work/ext4" "$work/thin" "$2"
