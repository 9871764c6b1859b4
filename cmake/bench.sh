#!/bin/sh
# Measures mmapkit beside what people use today, all sides of a comparison in one run, and draws what it finds in
# tests/benchmarks/pictures. Installs what is missing. Takes half an hour, 9 GiB of memory and 4 GiB of disk; a quiet
# machine gives narrow intervals. mio is measured where the environment's MMAPKIT_MIO names the folder of mio/mmap.hpp,
# and MMAPKIT_BENCH_FOLDER is where the files are: a disk, for what has to be durable.
#
#     sh cmake/bench.sh               # everything
#     sh cmake/bench.sh small scan    # these: small scan load cold look_up durable atomic grow first_touch memory ring commands size
set -eu
if [ -n "${MMAPKIT_MIO:-}" ]; then
  MMAPKIT_MIO=$(cd "$MMAPKIT_MIO" && pwd)
  export MMAPKIT_MIO
fi
files=$(mktemp -d "${MMAPKIT_BENCH_FOLDER:-${TMPDIR:-/tmp}}/mmapkit-bench-XXXXXX")
export MMAPKIT_BENCH_FOLDER="$files"
cd "$(dirname "$0")/.."
. cmake/setup.sh

# A GiB of the system's pool of huge pages, as long as first touches are measured and where this may be had.
pool=/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages
in_pool_before=
take_pool() {
  [ -w $pool ] || return 0
  in_pool_before=$(cat $pool)
  echo $((in_pool_before + 512)) >$pool
}
return_pool() {
  [ -z "$in_pool_before" ] || echo "$in_pool_before" >$pool
  in_pool_before=
}
trap 'return_pool; rm -rf "$files"' EXIT
trap 'exit 130' INT TERM

need cmake compiler make fmt xxhash cli11 json re2 benchmark pkg-config matplotlib
want boost qt llvm glib lmdb sqlite uring jemalloc mimalloc rg ugrep vmtouch # each is measured where it is
[ $# != 0 ] || set -- small scan load cold look_up durable atomic grow first_touch memory ring commands size
if [ "$(stat --file-system --format=%T "$files")" = tmpfs ]; then
  echo "$files is in memory: what is durable costs nothing there. MMAPKIT_BENCH_FOLDER names another place."
fi

build=build/bench
quietly $build/configure.log configure $build --preset bench -DMMAPKIT_WERROR=OFF "-DMMAPKIT_MIO=${MMAPKIT_MIO:-}"
grep 'Without' $build/configure.log || :
quietly $build/build.log cmake --build $build --parallel "$(processors)"

# What takes microseconds is repeated more often, and for a shorter time each, than what takes a second.
repetitions() {
  case $1 in
    small) echo 2001 ;;
    durable) echo 101 ;;
    atomic) echo 201 ;;
    grow) echo 31 ;;
    *) echo 11 ;;
  esac
}

python=python3
[ -x /usr/bin/python3 ] && python=/usr/bin/python3 # where the system's packages are
mkdir -p $build/results
# jemalloc, which is loaded beside this program's malloc, wants room in the static block of thread-local variables.
export GLIBC_TUNABLES=glibc.rtld.optional_static_tls=16384

measure() {
  case $1 in
    commands) $python tests/benchmarks/commands.py $build/src/tool/mmapkit $build 11 $build/results/commands.json ;;
    size) sh tests/benchmarks/program_size.sh ;;
    *)
      $build/tests/benchmarks/mmapkit_bench_"$1" --benchmark_repetitions="$(repetitions "$1")" \
        --benchmark_enable_random_interleaving=true --benchmark_min_time=0.001 \
        --benchmark_out=$build/results/"$1".json --benchmark_out_format=json
      ;;
  esac
}

results=
for work in "$@"; do
  echo "Measuring: $work"
  [ "$work" != first_touch ] || take_pool
  if ! measure "$work" >$build/results/"$work".txt 2>&1; then
    tail -n 20 $build/results/"$work".txt >&2
    exit 1
  fi
  return_pool
  grep '^skipped' $build/results/"$work".txt || :
  if [ "$work" = size ]; then
    cat $build/results/size.txt
  else
    results="$results $build/results/$work.json"
  fi
done
# shellcheck disable=SC2086  # one word for each file
[ -z "$results" ] || $python tests/benchmarks/report.py $results --pictures tests/benchmarks/pictures
