#!/bin/sh
# Builds the tour of mmapkit and takes it through a file: the given one, or /etc/passwd. What is missing for that is
# installed first.
#
#     sh cmake/demo.sh [FILE]
set -eu
file=${1:-/etc/passwd}
case $file in
  /*) ;;
  *) file=$PWD/$file ;;
esac
cd "$(dirname "$0")/.."
. cmake/setup.sh

need cmake compiler make fmt xxhash doctest

echo "Building the tour in build/demo."
configure build/demo -DCMAKE_BUILD_TYPE=Release -DMMAPKIT_TOOL=OFF -DMMAPKIT_PACKAGING_TESTS=OFF \
  -DCMAKE_UNITY_BUILD=ON >/dev/null
cmake --build build/demo --target mmapkit_tour --parallel "$(processors)"

exec build/demo/tests/examples/mmapkit_tour "$file"
