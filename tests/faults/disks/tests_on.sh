# shellcheck shell=sh
# The project's tests with their files in a folder. Sourced after setup.sh.
#
#     tests_on NAME FOLDER CTEST BUILD CTEST_ARGUMENT...    says how many pass, and all where one fails

# A folder of its own keeps what CTest writes out of the build's, where it is running already.
tests_on() {
  name=$1 files=$2 with=$3
  mkdir -p "${work:?a folder of the script that calls}/tests"
  echo "subdirs(\"$4\")" >"$work/tests/CTestTestfile.cmake"
  chmod 755 "$work"
  shift 4
  if TMPDIR=$files "$with" --test-dir "$work/tests" --label-exclude '^(proof|machine|network)$' --output-on-failure \
    "$@" >"$work/said" 2>&1; then
    echo "file systems, $name: $(grep 'tests passed' "$work/said")"
  else
    cat "$work/said"
    echo "file systems, $name: FAILED: $(grep 'tests passed' "$work/said")"
    return 1
  fi
}
