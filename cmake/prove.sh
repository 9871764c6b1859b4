#!/bin/sh
# Proves in full what tests/faults/README.md promises, and prints the figures. Installs what is missing for that. What needs a
# machine of its own (root, loop devices, QEMU) fails where it cannot run.
#
#     sh cmake/prove.sh storm kill      # these
set -eu
cd "$(dirname "$0")/.."
. cmake/setup.sh

if [ $# = 0 ]; then
  echo "Which? storm guard_cost guard_calls foreign plugin_unloaded full_disk lost_write_back kill kill_transactions" \
    "power_cut power_cut_transactions sweep first_use fuzz fuzz_by_coverage fuzz_journal fuzz_journal_by_coverage" \
    "threads planted file_systems crash_states crash_transactions io_errors interrupted" >&2
  exit 2
fi

# Where a proof is run: with the compiler, or under the tool, that it asks for.
preset_of() {
  case $1 in
    fuzz_by_coverage | fuzz_journal_by_coverage) echo clang ;;
    fuzz | fuzz_journal) echo asan ;;
    threads) echo tsan ;;
    *) echo gcc ;;
  esac
}

needs="cmake compiler make fmt xxhash doctest"
case " $* " in *"_by_coverage "*) needs="$needs clang" ;; esac
case " $* " in *" guard_calls "*) needs="$needs strace" ;; esac
case " $* " in
  *" full_disk "* | *" lost_write_back "* | *" kill "* | *" power_cut "* | *" power_cut_transactions "* | \
    *" file_systems "*)
    needs="$needs mkfs.ext4 mkfs.xfs mkfs.btrfs qemu-system-x86_64 busybox bindfs"
    ;;
esac
case " $* " in *" interrupted "*) needs="$needs qemu-system-x86_64 busybox" ;; esac
case " $* " in *" io_errors "*) needs="$needs pkg-config fuse3-dev fusermount3" ;; esac
# shellcheck disable=SC2086  # one word for each need
need $needs

for name in "$@"; do
  preset=$(preset_of "$name")
  folder=build/prove-$preset
  CMAKE_GENERATOR=$(command -v ninja >/dev/null && echo Ninja || echo "Unix Makefiles")
  export CMAKE_GENERATOR
  quietly "$folder/configure.log" cmake --preset "$preset" -B "$folder" -DMMAPKIT_TOOL=OFF -DMMAPKIT_WERROR=OFF \
    -DCMAKE_UNITY_BUILD=ON
  quietly "$folder/build.log" cmake --build "$folder" --parallel "$(processors)"
  run=""
  # Where the kernel spreads addresses over 32 bits, GCC 12's runtime finds its shadow taken.
  [ "$preset" = tsan ] && run="setarch --addr-no-randomize"
  # shellcheck disable=SC2086  # no word or three
  MMAPKIT_ALL_PROOFS=1 $run ctest --test-dir "$folder" --build-config long --label-regex long --no-tests=error \
    --tests-regex "^proof\.$name\.full\$" --verbose
done
