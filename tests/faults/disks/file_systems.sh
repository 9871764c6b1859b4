#!/bin/sh
# The project's tests, with their files on each of these file systems in turn: all pass, and what a file system cannot do
# is refused by name, which the tests know. Proofs bring disks of their own and are left out.
#
#     sh tests/faults/disks/file_systems.sh CTEST BUILD "FILE_SYSTEM..." CTEST_ARGUMENT...
set -eu
# shellcheck source=tests/faults/disks/setup.sh
. "$(dirname "$0")/setup.sh"
# shellcheck source=tests/faults/disks/tests_on.sh
. "$(dirname "$0")/tests_on.sh"
own_mounts "$@"
ctest=$1 build=$2 file_systems=$3
shift 3
for each in $file_systems; do
  case $each in
    bindfs)
      need bindfs
      [ -e /dev/fuse ] || cannot "there is no FUSE"
      ;;
    ext4 | xfs | btrfs) need "mkfs.$each" ;;
  esac
done

# make_image MEBIBYTES COMMAND...: an image with holes, and its file system, mounted.
make_image() {
  truncate -s "$1M" "$work/image"
  shift
  "$@" "$work/image"
  mount -o loop "$work/image" "$work/files"
}

mount_below() {
  mkdir "$work/below"
  mount -t tmpfs -o size=400m tmpfs "$work/below"
}

mount_files() {
  mkdir "$work/files"
  case $1 in
    tmpfs) mount -t tmpfs -o size=400m tmpfs "$work/files" ;;
    ext4) make_image 900 mkfs.ext4 -q -F ;;
    xfs) make_image 900 mkfs.xfs -q ;;
    btrfs) make_image 900 mkfs.btrfs -q ;;
    overlay)
      make_image 900 mkfs.ext4 -q -F
      mkdir "$work/below"
      mount --move "$work/files" "$work/below"
      mkdir "$work/below/lower" "$work/below/upper" "$work/below/work"
      mount -t overlay -o "lowerdir=$work/below/lower,upperdir=$work/below/upper,workdir=$work/below/work" overlay \
        "$work/files"
      ;;
    bindfs)
      mount_below
      bindfs "$work/below" "$work/files"
      ;;
  esac
  chmod 1777 "$work/files"
}

unmount_files() {
  mounted | while read -r folder; do umount "$folder"; done
  rm -rf "$work/files" "$work/below" "$work/image"
}

status=0
for each in $file_systems; do
  mount_files "$each"
  tests_on "$each" "$work/files" "$ctest" "$build" "$@" || status=1
  unmount_files
done
exit $status
