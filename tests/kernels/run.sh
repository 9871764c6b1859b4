#!/bin/sh
# The project's tests on another kernel, as the first process's children in a virtual machine whose files are all in
# memory.
#
#     sh tests/kernels/run.sh KERNEL BUILD
#
# KERNEL is one of the table below; BUILD holds the test programs for its processor.
set -eu
# shellcheck source=tests/faults/disks/setup.sh
. "$(dirname "$0")/../faults/disks/setup.sh"
# shellcheck source=tests/kernels/debian.sh
. "$(dirname "$0")/debian.sh"
need curl xz dpkg-deb busybox readelf sha256sum
kernel=$1 build=$2

# Release, processor, package, machine, console, compiler whose libraries the programs were linked with.
case $kernel in
5.10) set -- bullseye amd64 'linux-image-5.10.0-.*-cloud-amd64' 'x86_64 -cpu max' ttyS0 g++ ;;
6.1) set -- bookworm amd64 'linux-image-6.1.0-.*-cloud-amd64' 'x86_64 -cpu max' ttyS0 g++ ;;
6.12) set -- trixie amd64 'linux-image-6.12.*-cloud-amd64' 'x86_64 -cpu max' ttyS0 g++ ;;
arm64-16k) set -- trixie arm64 'linux-image-6.12.*-arm64-16k' 'aarch64 -M virt -cpu max,pauth-impdef=on' ttyAMA0 \
  aarch64-linux-gnu-g++ ;;
ppc64el-64k) set -- bookworm ppc64el 'linux-image-6.1.0-.*-powerpc64le' 'ppc64 -M pseries' hvc0 powerpc64le-linux-gnu-g++ ;;
s390x) set -- bookworm s390x 'linux-image-6.1.0-.*-s390x' 's390x' ttysclp0 s390x-linux-gnu-g++ ;;
*) cannot "no kernel is called $kernel" ;;
esac
release=$1 processor=$2 package=$3 machine=$4 console=$5 compiler=$6
need "qemu-system-${machine%% *}" "$compiler"

# It gets its name when it is whole.
find_kernel() {
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/mmapkit/kernels/$kernel
  if [ -e "$cache" ]; then return; fi
  mkdir -p "${cache%/*}" "$work/new"
  unpack_package "$release" "$processor" "$package(-unsigned)?" "$work/package" || cannot "$package is not to be had"
  cp "$work"/package/boot/vmlinu* "$work/new/kernel"
  unpack_package "$release" "$processor" busybox-static "$work/busybox" || cannot "no busybox for $processor"
  find "$work/busybox" -path '*/bin/busybox' -exec cp {} "$work/new/busybox" \;
  mv -T "$work/new" "$cache" || true
}

# The libraries that a program or library names, and those that they name, where the guest's loader looks for them.
pack_libraries() {
  readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | while read -r library; do
    if [ -e "$root/lib/$library" ]; then continue; fi
    cp -L "$("$compiler" -print-file-name="$library")" "$root/lib/$library"
    pack_libraries "$root/lib/$library"
  done
}

pack_program() {
  cp "$build/tests/$1" "$root/tests/"
  pack_libraries "$build/tests/$1"
  # A static program has none.
  loader=$(readelf -l "$build/tests/$1" | sed -n 's/.*interpreter: \(.*\)\]/\1/p')
  if [ -z "$loader" ]; then return; fi
  mkdir -p "$root$(dirname "$loader")"
  cp -L "$("$compiler" -print-file-name="${loader##*/}")" "$root$loader"
}

pack_guest() {
  root=$work/root packed=0
  mkdir -p "$root/bin" "$root/lib" "$root/tests"
  cp "$cache/busybox" "$root/bin/busybox"
  cp "$(dirname "$0")/guest.sh" "$root/init"
  cp "$(dirname "$0")/../../LICENSE" "$root/tests"
  chmod +x "$root/init"
  for program in mmapkit_tests mmapkit_no_allocation conformance/mmapkit_conformance truth/mmapkit_truth \
    truth/mmapkit_native_names properties/mmapkit_properties faults/sweep/mmapkit_sweep faults/sweep/mmapkit_first_use \
    faults/guards/mmapkit_guard_storm faults/guards/mmapkit_guard_foreign faults/crash_states/mmapkit_crash_states \
    faults/crash_states/mmapkit_crash_transactions \
    system_calls/mmapkit_absent_calls system_calls/mmapkit_old_kernel; do
    if [ ! -e "$build/tests/$program" ]; then echo "not built for $processor: $program"; continue; fi
    pack_program "$program"
    packed=$((packed + 1))
  done
  (cd "$root" && find . | busybox cpio -o -H newc 2>/dev/null) >"$work/initrd"
}

find_kernel
pack_guest
# shellcheck disable=SC2086  # the machine is several words
timeout "${MMAPKIT_KERNEL_SECONDS:-3000}" qemu-system-$machine -accel tcg -m 2048 -smp 2 -nodefaults -display none \
  -no-reboot -serial "file:$work/said" -kernel "$cache/kernel" -initrd "$work/initrd" \
  -append "console=$console quiet no_timer_check panic=-1 guest_console=$console" || true
tr -d '\r\000' <"$work/said" >"$work/text"
cat "$work/text"
if ! grep -q '^ended all' "$work/text"; then echo "the guest did not come to its end"; exit 1; fi
if [ "$(grep -c '^ended 0 ' "$work/text")" -ne "$packed" ]; then echo "not all of $packed programs passed"; exit 1; fi
