#!/bin/sh
# No success after a failure: a file system in user space, whose writes, syncs and reads fail when they are told to.
#
#     sh tests/faults/disks/io_errors.sh PROGRAM RUNS
set -eu
# shellcheck source=tests/faults/disks/setup.sh
. "$(dirname "$0")/setup.sh"
[ -n "$1" ] || cannot "libfuse3 was not there when this was built"
own_mounts "$@"
[ -c /dev/fuse ] || cannot "there is no FUSE"

mkdir "$work/mount"
"$1" "$work/mount" "$2"
