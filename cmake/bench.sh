#!/bin/sh
# Measures mmapkit beside what people use today, all sides of a comparison in one run, and draws what it finds in
# tests/benchmarks/pictures. Installs what is missing. Takes half an hour, 4 GiB of memory and 3 GiB of disk; a quiet
# machine gives narrow intervals. mio is measured where the environment's MMAPKIT_MIO names the folder of mio/mmap.hpp,
# and MMAPKIT_BENCH_FOLDER is where the files are: a disk, for what has to be durable.
#
#     sh cmake/bench.sh                        # everything
#     sh cmake/bench.sh small scan             # these: small scan load durable grow first_touch memory commands
set -eu
cd "$(dirname "$0")/.."
. cmake/setup.sh

need cmake compiler make fmt cli11 json benchmark boost qt llvm glib jemalloc mimalloc rg vmtouch matplotlib
[ $# != 0 ] || set -- small scan load durable grow first_touch memory commands

build=build/bench
configure $build --preset bench -DMMAPKIT_WERROR=OFF "-DMMAPKIT_MIO=${MMAPKIT_MIO:-}" >/dev/null
cmake --build $build --parallel "$(processors)" | tail -n 1

# What takes microseconds is repeated more often, and for a shorter time each, than what takes a second.
repetitions() {
  case $1 in
    small) echo 2001 ;;
    durable) echo 101 ;;
    grow) echo 31 ;;
    *) echo 11 ;;
  esac
}

# A GiB of the system's pool of huge pages, as long as first touches are measured and where this may be had.
pool=/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages
with_pool() {
  if [ ! -w $pool ]; then
    "$@"
    return
  fi
  before=$(cat $pool)
  trap 'echo "$before" >$pool' EXIT INT TERM
  echo $((before + 512)) >$pool
  "$@"
  echo "$before" >$pool
  trap - EXIT INT TERM
}

python=python3
[ -x /usr/bin/python3 ] && python=/usr/bin/python3 # where the system's packages are
mkdir -p $build/results
# jemalloc, which is loaded beside this program's malloc, wants room in the static block of thread-local variables.
export GLIBC_TUNABLES=glibc.rtld.optional_static_tls=16384
for work in "$@"; do
  echo "Measuring: $work"
  if [ "$work" = commands ]; then
    $python tests/benchmarks/commands.py "$PWD/$build/src/tool/mmapkit" "$PWD/$build" 11 $build/results/commands.json
  else
    in_pool=
    [ "$work" != first_touch ] || in_pool=with_pool
    $in_pool $build/tests/benchmarks/mmapkit_bench_"$work" --benchmark_repetitions="$(repetitions "$work")" \
      --benchmark_enable_random_interleaving=true --benchmark_min_time=0.001 \
      --benchmark_out=$build/results/"$work".json --benchmark_out_format=json >$build/results/"$work".txt 2>&1
  fi
done

results=
for work in "$@"; do results="$results $build/results/$work.json"; done
sh tests/benchmarks/program_size.sh
# shellcheck disable=SC2086  # one word for each file
$python tests/benchmarks/report.py $results --pictures tests/benchmarks/pictures
