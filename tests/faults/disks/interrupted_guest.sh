#!/bin/busybox sh
# shellcheck shell=dash
# The first process of the virtual machine in which allocations are interrupted. It says all on the serial line.
/bin/busybox mkdir -p /proc /dev
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t devtmpfs devtmpfs /dev
/bin/busybox mkdir -p /dev/shm
/bin/busybox mount -t tmpfs -o size=256m tmpfs /dev/shm
exec </dev/ttyS0 >/dev/ttyS0 2>&1
/bin/busybox uname -sr
/interrupted /dev/shm
echo "ended $?"
/bin/busybox poweroff -f
