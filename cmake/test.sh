#!/bin/sh
# Builds mmapkit and runs all its tests. What is missing for that is installed first.
#
#     sh cmake/test.sh
set -eu
cd "$(dirname "$0")/.."
. cmake/setup.sh

needs="cmake compiler make fmt xxhash doctest cli11 json re2 pkg-config"
# System calls are counted with strace, where there is one.
[ "$(uname)" = Linux ] && needs="$needs strace"
# shellcheck disable=SC2086  # one word for each need
need $needs

echo "Building the library, the command, the examples and the tests in build/test."
configure build/test -DCMAKE_BUILD_TYPE=RelWithDebInfo "-DCMAKE_CXX_FLAGS_RELWITHDEBINFO=-O2 -g" -DMMAPKIT_WERROR=OFF \
  -DCMAKE_UNITY_BUILD=ON
cmake --build build/test --parallel "$(processors)"

echo "Running the tests."
ctest --test-dir build/test --output-on-failure --no-tests=error --no-label-summary --label-exclude machine --timeout 300 --parallel "$(processors)"
