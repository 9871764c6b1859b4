#!/bin/busybox sh
# shellcheck shell=dash
# The first process of the virtual machine that is an NFS server and two of its clients: one beside the server, the other
# in a network and with a host name of its own. What it is called with stands on the kernel's command line: vers, rounds
# and modules. It says all on the serial line.
export PATH=/bin
/bin/busybox mkdir -p /proc /sys /dev /disk /first /second /tmp /etc
echo root:x:0:0::/:/bin/sh >/etc/passwd
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/shm
ln -s /proc/self/fd /dev/fd
mount -t tmpfs tmpfs /dev/shm
exec </dev/ttyS0 >/dev/ttyS0 2>&1
for module in /modules/*; do insmod "$module"; done
mount -t ext4 /dev/vda /disk
chmod 1777 /disk
server=10.9.0.1 other=10.9.0.2

# What rpc.mountd answers when the kernel asks: these clients may have this folder, as root, as the root of all.
serve() {
  mount -t nfsd nfsd /proc/fs/nfsd
  never=2147483647
  for client in $server $other; do echo "nfsd $client $never *" >/proc/net/rpc/auth.unix.ip/channel; done
  options=$((0x2000 | 0x400 | 0x2))  # fsid, no_subtree_check, insecure
  echo "* /disk $never $options 65534 65534 0" >/proc/net/rpc/nfsd.export/channel
  printf '* 1 \\x00000000 %s /disk\n' $never >/proc/net/rpc/nfsd.fh/channel
  echo "-2 -3 +4 +4.1 +4.2" >/proc/fs/nfsd/versions
  echo 10 >/proc/fs/nfsd/nfsv4gracetime  # seconds, the least that it takes
  echo "tcp 2049" >/proc/fs/nfsd/portlist
  echo 4 >/proc/fs/nfsd/threads
}

# shellcheck disable=SC2154  # of the command line
mount_from() { mount -t nfs4 -o "vers=$vers,addr=$server,clientaddr=$1" $server:/ "$2"; }

hostname first
ip link set lo up
ip link add near type veth
far=$(basename /sys/class/net/veth*)  # BusyBox cannot name the other end
ip addr add $server/24 dev near
ip link set near up
serve
mount_from $server /first

cat >/second.sh <<END
hostname second
until ip link set $far up 2>/dev/null; do sleep 1; done
ip addr add $other/24 dev $far
mount -t nfs4 -o vers=$vers,addr=$server,clientaddr=$other $server:/ /second
while true; do sleep 1000; done
END
unshare -n -u sh /second.sh &
while ip link show "$far" >/dev/null 2>&1; do  # it may have its network only in a moment
  ip link set "$far" netns $!
  sleep 1
done
until mount | grep -q ' /second '; do sleep 1; done
# shellcheck disable=SC2154
/two_mounts /first /second "$rounds"
echo "measured $?"
# A file that loses its name while it is in use gets another here, .nfs and a number: what is said of it then is right.
keeps_a_name='a file that has lost its name*,a file that another has taken the name of*'
if [ -e /tests ]; then
  TMPDIR=/first timeout 1800 /tests --no-intro --no-colors --test-case-exclude="$keeps_a_name"
fi
echo "ended $?"
poweroff -f
