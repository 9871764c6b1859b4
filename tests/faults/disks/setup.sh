# shellcheck shell=sh
# What the proofs share. Sourced by a script that was called as `sh SCRIPT ARGUMENT...`, with its arguments.
#
#     cannot REASON...          ends the proof where it cannot run: skipped, or failed where none may be
#     need PROGRAM...           ... without these programs
#     own_mounts "$@"           goes on as root in a mount namespace: what is mounted goes with the proof
#     random FIRST LAST         a number from FIRST to LAST
#     $work                     a folder that goes with the proof

cannot() {
  echo "cannot run here: $*"
  if [ -n "${MMAPKIT_ALL_PROOFS:-}" ]; then exit 1; fi
  exit 77
}

need() {
  PATH=$PATH:/usr/sbin:/sbin
  for program in "$@"; do
    command -v "$program" >/dev/null || cannot "there is no $program"
  done
}

# The namespace goes with its last process, also with one that is killed, and loop devices go with their mounts.
own_mounts() {
  if [ "${MMAPKIT_OWN_MOUNTS:-}" = $$ ]; then return; fi
  if [ "$(id -u)" != 0 ]; then cannot "it mounts file systems, which takes root"; fi
  need unshare mount losetup
  unshare --mount true 2>/dev/null || cannot "there can be no mount namespace"
  losetup --find >/dev/null 2>&1 || cannot "there is no loop device"
  rm -rf "$work"
  MMAPKIT_OWN_MOUNTS=$$ exec unshare --mount --propagation private sh "$0" "$@"
}

random() { echo $(($1 + $(od -An -N4 -tu4 /dev/urandom) % ($2 - $1 + 1))); }

# mount_ext4 MEBIBYTES IMAGE FOLDER OPTION...: a new file system, all of it for files, whose image has holes
mount_ext4() {
  mkdir -p "$3"
  truncate -s "$1M" "$2"
  image=$2 folder=$3
  shift 3
  mkfs.ext4 -q -F -b 4096 -m 0 "$@" "$image"
  mount -o loop "$image" "$folder"
}

# Folders of the proof that something is mounted on, the innermost first.
mounted() { cut -d' ' -f5 /proc/self/mountinfo | grep "^$work/" | sort -r; }

clean_up() {
  trap - EXIT
  mounted | while read -r folder; do umount --lazy "$folder"; done
  rm -rf "$work"
}

work=$(mktemp -d "${TMPDIR:-/tmp}/mmapkit-proof.XXXXXX")
trap clean_up EXIT
trap 'exit 1' HUP INT TERM
