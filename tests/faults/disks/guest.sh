#!/bin/busybox sh
# shellcheck shell=dash
# The first process of the virtual machine whose power is cut. The kernel hands it what is called fs, ways and modules on
# its command line. It says "ready" on the serial line, where the writers say what is there for good.
/bin/busybox mkdir -p /proc /dev /disk
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t devtmpfs devtmpfs /dev
exec </dev/ttyS0 >/dev/ttyS0 2>&1
for module in /modules/*; do /bin/busybox insmod "$module"; done
# shellcheck disable=SC2154
/bin/busybox mount -t "$fs" /dev/vda /disk || exec /bin/busybox poweroff -f
echo ready
# shellcheck disable=SC2154
for way in $(echo "$ways" | /bin/busybox tr , ' '); do /writer "$way" /disk & done
while true; do /bin/busybox sleep 1000; done
