#!/bin/sh
# An NFS server and two of its clients, in a virtual machine: what the other sees of what was acknowledged, which locks
# hold, and the project's tests at one of them.
#
#     sh tests/faults/network/nfs.sh TWO_MOUNTS ROUNDS TESTS "VERSION..."
set -eu
disks=$(dirname "$0")/../disks
# shellcheck source=tests/faults/disks/setup.sh
. "$disks/setup.sh"
# shellcheck source=tests/faults/disks/guest_kernel.sh
. "$disks/guest_kernel.sh"
need qemu-system-x86_64 busybox mkfs.ext4 ldd
two_mounts=$1 rounds=$2 tests=$3 versions=$4
# shellcheck disable=SC2034  # for find_kernel
guest_name=guest-nfs more_modules='sunrpc grace lockd netfs fscache nfs_acl auth_rpcgss nfsd nfs dns_resolver nfsv4 veth'
find_kernel

# The program, and the libraries that it is linked with where they are looked for.
pack_program() {
  cp "$1" "$work/root/tests"
  ldd "$1" | sed -n 's/^[^/]*\(\/[^ ]*\) (0x.*/\1/p' | while read -r library; do
    mkdir -p "$work/root$(dirname "$library")"
    cp -L "$library" "$work/root$library"
  done
}

pack_guest() {
  mkdir -p "$work/root/bin"
  cp "$(command -v busybox)" "$work/root/bin"
  cp -r "$guest/modules" "$work/root"
  cp "$two_mounts" "$work/root/two_mounts"
  cp "$(dirname "$0")/nfs_guest.sh" "$work/root/init"
  chmod +x "$work/root/init"
  if [ -n "$tests" ]; then pack_program "$tests"; fi
  (cd "$work/root" && find . | busybox cpio -o -H newc 2>/dev/null) >"$work/initrd"
}

# Its console goes to a file.
run_guest() {
  rm -f "$work/image"
  truncate -s 900M "$work/image"
  mkfs.ext4 -q -F "$work/image"
  qemu-system-x86_64 -accel tcg -m 1024 -nodefaults -display none -no-reboot -serial "file:$work/said" \
    -drive "file=$work/image,format=raw,if=virtio" -kernel "$guest/vmlinuz" -initrd "$work/initrd" \
    -append "console=ttyS0 quiet no_timer_check panic=-1 vers=$1 rounds=$rounds" 2>"$work/machine"
}

pack_guest
status=0
for version in $versions; do
  run_guest "$version" || cat "$work/machine"
  tr -d '\r\000' <"$work/said" >"$work/text"
  echo "NFS $version, seen at once: after sync(all), after write_through"
  grep '^|' "$work/text" || true
  grep -E '^\[doctest\]|ERROR' "$work/text" || true
  if ! grep -q '^ended 0' "$work/text" || ! grep -q '^measured 0' "$work/text"; then
    status=1
    tail -n 30 "$work/text"
  fi
done
exit $status
