#!/bin/sh
# How large a program is that maps one file: with the shared library, with the static one, and with mio, which is a
# header, where MMAPKIT_MIO names its folder. Stripped; bytes.
#
#     sh tests/benchmarks/program_size.sh
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

maps_a_file() {
  printf '#include <%s>\nint main(int, char** a) { const %s f{a[1]}; return f.empty() ? 1 : int(f.data()[0]); }\n' "$@"
}

# tell SIDE SOURCE ARGUMENT...
tell() {
  side=$1
  shift
  "${CXX:-c++}" -std=c++20 -Os -s "$@" -o "$work/program"
  echo "program size: $(wc -c <"$work/program") bytes, $side"
}

maps_a_file mmapkit/mapping.hpp mmapkit::mapping >"$work/mmapkit.cpp"
# build FOLDER SHARED
build() {
  cmake -S . -B "$1" -DCMAKE_BUILD_TYPE=MinSizeRel -DMMAPKIT_TESTS=OFF -DMMAPKIT_TOOL=OFF "-DBUILD_SHARED_LIBS=$2" >/dev/null
  cmake --build "$1" --parallel 2 >/dev/null
}

build build/size-shared ON
build build/size-static OFF
tell "mmapkit, shared" "$work/mmapkit.cpp" -Iinclude -Ibuild/size-shared/include -Lbuild/size-shared/src -lmmapkit
tell "mmapkit, static" "$work/mmapkit.cpp" -DMMAPKIT_STATIC_DEFINE -Iinclude -Ibuild/size-static/include \
  build/size-static/src/libmmapkit.a -Wl,--gc-sections
if [ -n "${MMAPKIT_MIO:-}" ]; then
  maps_a_file mio/mmap.hpp mio::mmap_source >"$work/mio.cpp"
  tell mio "$work/mio.cpp" "-I$MMAPKIT_MIO"
fi
