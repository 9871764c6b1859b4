#!/bin/sh
# No write that was acknowledged is lost when the power goes: a virtual machine writes, and is killed at random moments.
# What its kernel had in memory is gone then, and so is, by chance, any sector that its drive was not told to flush.
# What is left is read here, after the file system has recovered. Two controls lose data, or nothing is proved: the last
# of the ways, and, with LIARS, drives that only say that they have flushed.
#
#     sh tests/faults/disks/power_cut.sh WRITER READER DRIVE CUTS FILE_SYSTEMS WAYS LIARS
set -eu
# shellcheck source=tests/faults/disks/setup.sh
. "$(dirname "$0")/setup.sh"
# shellcheck source=tests/faults/disks/guest_kernel.sh
. "$(dirname "$0")/guest_kernel.sh"
own_mounts "$@"
need qemu-system-x86_64 busybox mkfs.ext4
writer=$1 reader=$2 drive=$3 cuts=$4 file_systems=$5 ways=$6 liars=$7
control=${ways##*,}
for each in $file_systems; do need "mkfs.$each"; done
# shellcheck disable=SC2034  # for the kernel
case $file_systems in
  *btrfs*) guest_name=guest-btrfs more_modules='xxhash zstd_common zstd_compress xor raid6_pq btrfs' ;;
esac
find_kernel

# The machine's first root: BusyBox, the modules, the writer.
pack_guest() {
  mkdir -p "$work/root/bin" "$work/disk"
  cp "$(command -v busybox)" "$work/root/bin"
  cp -r "$guest/modules" "$work/root"
  cp "$writer" "$work/root/writer"
  cp "$(dirname "$0")/guest.sh" "$work/root/init"
  chmod +x "$work/root/init"
  (cd "$work/root" && find . | busybox cpio -o -H newc 2>/dev/null) >"$work/initrd"
}

# An empty file system, in an image that has holes.
make_disk() {
  rm -f "$work/image"
  truncate -s 320M "$work/image"
  case $1 in
    ext4) mkfs.ext4 -q -F "$work/image" ;;
    xfs) mkfs.xfs -q "$work/image" ;;
    btrfs) mkfs.btrfs -q -f "$work/image" ;;
  esac
}

wait_for() {
  waited=0
  until "$@"; do
    waited=$((waited + 1))
    if [ $waited -gt 1500 ]; then
      echo "power cut: the machine does not start:"
      tail -n 20 "$work/said"
      exit 1
    fi
    sleep 0.1
  done
}

# Each of the ways has begun.
# shellcheck disable=SC2317  # called by its name
is_ready() {
  for way in $(echo "$these" | tr , ' '); do grep -q "^$way [0-9]" "$work/said" || return 1; done
}

# run_and_cut FILE_SYSTEM [lies]: leaves the image as the drive has it, and what was said.
run_and_cut() {
  make_disk "$1"
  rm -f "$work/socket"
  : >"$work/said"
  "$drive" "$work/image" "$work/socket" "$(random 1 1000000000)" ${2:+"$2"} >"$work/counted" &
  drive_pid=$!
  wait_for test -S "$work/socket"
  qemu-system-x86_64 -accel tcg -m 256 -nodefaults -display none -no-reboot -serial "file:$work/said" \
    -drive "file=nbd:unix:$work/socket,format=raw,if=virtio,cache=none" -kernel "$guest/vmlinuz" \
    -initrd "$work/initrd" -append "console=ttyS0 quiet panic=-1 no_timer_check fs=$1 ways=$these" &
  machine=$!
  wait_for is_ready
  sleep "$(random 0 2).$(random 1 9)"
  kill -9 $machine
  wait $machine 2>/dev/null || true
  wait $drive_pid
  read -r _ flushes sectors <"$work/counted"
}

# How many records a way said are there for good; a line that was cut off does not count.
acknowledged() { tr -d '\000' <"$work/said" | sed -n "s/^$1 \([0-9]*\)\r$/\1/p" | tail -n 1; }

# Reads what every way has left: adds to the counts, of the control to its own. A way that failed by itself proves
# nothing; one that was not yet begun may come another time.
judge() {
  if grep ' failed: ' "$work/said"; then
    failed=$((failed + 1))
  fi
  for way in $(echo "$these" | tr , ' '); do
    count=$(acknowledged "$way")
    if [ -z "$count" ]; then continue; fi
    case $begun in *" $way "*) ;; *) begun="$begun$way " ;; esac
    missing=$("$reader" "$way" "$work/disk" "$count") || [ $? = 2 ] || unreadable=$((unreadable + 1))
    if [ "$way" = "$control" ]; then
      control_records=$((control_records + count))
      control_lost=$((control_lost + ${missing:-0}))
    else
      records=$((records + count))
      lost=$((lost + ${missing:-0}))
    fi
  done
}

nothing_counted() {
  records=0 lost=0 unreadable=0 control_records=0 control_lost=0 all_flushes=0 all_sectors=0 failed=0 begun=" "
}

# Stores that nothing makes durable are lost each time. Those of one sync are mixed in every other cut, so that a few cuts
# may miss it; and never on btrfs, which copies what is written: all that a sync asks for is there, or nothing.
must_lose() { [ "$control" = only_store ] || { [ "$1" != btrfs ] && [ "$cuts" -ge 10 ]; }; }

# Ways that run together share the journal of their file system: what one makes durable is so for all. Every other time
# one of them is alone with the control.
choose_ways() {
  these=$ways
  if [ $(($1 % 2)) = 0 ]; then
    others=$(echo "$ways" | tr , '\n' | grep -vx "$control")
    number=$(($1 / 2 % $(echo "$others" | wc -l) + 1))
    these=$(echo "$others" | sed -n "${number}p"),$control
  fi
}

all_begun() {
  for way in $(echo "$ways" | tr , ' '); do
    case $begun in *" $way "*) ;; *) echo "power cut: $way has acknowledged nothing" && return 1 ;; esac
  done
}

pack_guest
status=0
for each in $file_systems; do
  nothing_counted
  cut=0
  while [ $cut -lt "$cuts" ]; do
    cut=$((cut + 1))
    choose_ways $cut
    run_and_cut "$each"
    mount -o loop "$work/image" "$work/disk"
    judge
    umount "$work/disk"
    all_flushes=$((all_flushes + flushes))
    all_sectors=$((all_sectors + sectors))
    echo "  $each, $cut of $cuts cuts: $records acknowledged, $lost lost, $unreadable cannot be read; $control: $control_lost"
  done
  echo "power cut, $each: $cuts cuts, $all_flushes flushes, $all_sectors sectors lost by the drive; $records records" \
    "acknowledged, $lost lost, $unreadable files that cannot be read; $control_lost of $control_records by $control lost"
  if [ "$lost" != 0 ] || [ "$unreadable" != 0 ] || [ "$failed" != 0 ] || ! all_begun; then status=1; fi
  if { [ "$control_lost" = 0 ] && must_lose "$each"; } || [ "$records" = 0 ]; then
    echo "nothing could be lost: nothing is proved"
    status=1
  fi
done

liar=0
while [ $liar -lt "$liars" ]; do
  liar=$((liar + 1))
  nothing_counted
  choose_ways 1
  run_and_cut ext4 lies
  seen="the file system cannot be mounted"
  if mount -o loop "$work/image" "$work/disk" 2>/dev/null; then
    judge 2>/dev/null
    umount "$work/disk"
    seen="$lost of $records records lost, $unreadable files that cannot be read"
    if [ $((lost + unreadable)) = 0 ]; then status=1; fi
  fi
  echo "power cut, a drive that lies: $seen"
done
exit $status
