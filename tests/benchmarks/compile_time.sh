#!/bin/sh
# What including <mmapkit/mmapkit.hpp> costs a compile, beside the standard headers that it stands on alone. The two
# take turns; the figures are medians.
#
#     sh tests/benchmarks/compile_time.sh BUILD_FOLDER [RUNS]
set -eu
generated=$1/include
runs=${2:-25}
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '#include <filesystem>\n#include <span>\n#include <system_error>\n' >"$work/standard.cpp"
printf '#include <mmapkit/mmapkit.hpp>\n' >"$work/mmapkit.cpp"

compile() {
  begin=$(date +%s%N)
  "${CXX:-c++}" -std=c++20 -fsyntax-only -Iinclude -I"$generated" "$work/$1.cpp"
  echo $((($(date +%s%N) - begin) / 1000)) >>"$work/$1.times"
}

median() { sort -n "$1" | sed -n "$((($(wc -l <"$1") + 1) / 2))p"; }

i=0
while [ "$i" -lt "$runs" ]; do
  compile standard
  compile mmapkit
  i=$((i + 1))
done
standard=$(median "$work/standard.times")
mmapkit=$(median "$work/mmapkit.times")
echo "standard headers: $standard us, mmapkit.hpp: $mmapkit us, ratio $((mmapkit * 1000 / standard))/1000, $runs runs each"
