#!/bin/sh
# Allocation of files in memory ends under a timer whose signals come faster: on a kernel whose tmpfs is interrupted by
# them, Debian 12's 6.1, in a virtual machine.
#
#     sh tests/faults/disks/interrupted.sh ALLOCATOR
set -eu
# shellcheck source=tests/faults/disks/setup.sh
. "$(dirname "$0")/setup.sh"
# shellcheck source=tests/faults/disks/guest_kernel.sh
. "$(dirname "$0")/guest_kernel.sh"
need qemu-system-x86_64 busybox timeout
allocator=$1
find_kernel

mkdir -p "$work/root/bin"
cp "$(command -v busybox)" "$work/root/bin"
cp "$allocator" "$work/root/interrupted"
cp "$(dirname "$0")/interrupted_guest.sh" "$work/root/init"
chmod +x "$work/root/init"
(cd "$work/root" && find . | busybox cpio -o -H newc 2>/dev/null) >"$work/initrd"

timeout 1200 qemu-system-x86_64 -accel tcg -m 512 -nodefaults -display none -no-reboot -serial "file:$work/said" \
  -kernel "$guest/vmlinuz" -initrd "$work/initrd" -append "console=ttyS0 quiet no_timer_check panic=-1" || true
tr -d '\r\000' <"$work/said" >"$work/text"
grep -v -e '^ended ' -e ' reboot: ' "$work/text" || true
if grep -q '^ended 77$' "$work/text"; then cannot "the kernel's allocations are not interrupted by a timer"; fi
grep -q '^ended 0$' "$work/text"
