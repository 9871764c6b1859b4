#!/bin/busybox sh
# shellcheck shell=dash
# The first process of the virtual machine: it runs the tests, and says on the console how each program ended.
/bin/busybox mkdir -p /proc /dev /sys /tmp
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
/bin/busybox mkdir -p /dev/shm /dev/pts
/bin/busybox mount -t tmpfs -o size=512m tmpfs /dev/shm
/bin/busybox mount -t tmpfs -o size=1g tmpfs /tmp
/bin/busybox mount -t devpts devpts /dev/pts
/bin/busybox ln -s /proc/self/fd /dev/fd
/bin/busybox --install -s /bin
mkdir -p /etc
echo 'root:x:0:0:root:/:/bin/sh' >/etc/passwd
# shellcheck disable=SC2154  # from the kernel's command line
exec <"/dev/$guest_console" >"/dev/$guest_console" 2>&1
/bin/busybox uname -srm

run() {
  if [ ! -e "$1" ]; then return; fi
  echo "== $*"
  "$@"
  code=$?
  if [ $code = 77 ]; then echo "skipped $1"; code=0; fi
  echo "ended $code $1"
}

cd /tmp || exit
for program in mmapkit_tests mmapkit_no_allocation mmapkit_conformance mmapkit_truth mmapkit_native_names \
  mmapkit_sweep mmapkit_first_use mmapkit_absent_calls; do
  run "/tests/$program" --no-intro --no-colors
done
MMAPKIT_PROPERTY_OPERATIONS=20000 run /tests/mmapkit_properties --no-intro --no-colors
run /tests/mmapkit_guard_storm 20
run /tests/mmapkit_guard_foreign 10
run /tests/mmapkit_crash_states 1 64
run /tests/mmapkit_crash_transactions 5 64 1 100
run /tests/mmapkit_old_kernel /tests/LICENSE
echo "ended all"
/bin/busybox poweroff -f
