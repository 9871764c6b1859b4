#!/bin/sh
# Two mounts of one GlusterFS volume, as two machines have them: what the other sees of what was acknowledged, which
# locks hold, and the project's tests on one of them. All of it in a network of its own, whose one address is on its
# loopback.
#
#     sh tests/faults/network/gluster.sh TWO_MOUNTS ROUNDS CTEST BUILD CTEST_ARGUMENT...
set -eu
# Its daemons go with the namespace's first process.
if [ $$ != 1 ] && unshare --net --pid true 2>/dev/null; then
  exec unshare --net --pid --fork --mount-proc --kill-child sh "$0" "$@"
fi
disks=$(dirname "$0")/../disks
# shellcheck source=tests/faults/disks/setup.sh
. "$disks/setup.sh"
# shellcheck source=tests/faults/disks/tests_on.sh
. "$disks/tests_on.sh"
own_mounts "$@"
need glusterd glusterfs gluster mkfs.ext4 ip
[ -c /dev/fuse ] || cannot "there is no FUSE"
two_mounts=$1 rounds=$2
shift 2
address=10.23.0.1  # Gluster refuses what begins with 127

make_brick() {
  mkdir "$work/brick"
  mount_ext4 900 "$work/image" "$work/brick"
  mkdir "$work/brick/files"
}

# Where it keeps its state and its logs nothing else looks meanwhile.
start_daemon() {
  for each in /run /var/lib/glusterd /var/log/glusterfs; do mount -t tmpfs tmpfs "$each"; done
  mkdir /run/gluster
  ip link set lo up
  ip addr add "$address/32" dev lo
  cat >"$work/glusterd.vol" <<END
volume management
  type mgmt/glusterd
  option working-directory /var/lib/glusterd
  option transport-type socket
  option transport.socket.bind-address $address
  option max-port 60999
end-volume
END
  glusterd --volfile "$work/glusterd.vol"
}

start_volume() {
  waited=0
  until gluster --mode=script volume list >/dev/null 2>&1; do
    waited=$((waited + 1))
    if [ $waited -gt 60 ]; then cannot "glusterd does not answer"; fi
    sleep 1
  done
  gluster --mode=script volume create proof "$address:$work/brick/files" >"$work/said"
  gluster --mode=script volume start proof >"$work/said"
}

mount_volume() {
  mkdir "$work/$1"
  mount -t glusterfs "$address:/proof" "$work/$1"
  chmod 1777 "$work/$1"
}

# Those of the kernel are left.
switch_caches_off() {
  for each in quick-read io-cache read-ahead readdir-ahead stat-prefetch open-behind write-behind; do
    gluster --mode=script volume set proof "performance.$each" off >"$work/said"
  done
}

make_brick
start_daemon
start_volume
mount_volume first
mount_volume second
echo "GlusterFS $(glusterfs --version | sed -n '1s/[^0-9]*//p'), seen at once: after sync(all), after write_through"
"$two_mounts" "$work/first" "$work/second" "$rounds"
status=0
tests_on GlusterFS "$work/first" "$@" || status=1
switch_caches_off
echo "GlusterFS without the caches of its client:"
"$two_mounts" "$work/first" "$work/second" "$rounds"
exit $status
