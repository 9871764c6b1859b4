include(${CMAKE_CURRENT_LIST_DIR}/pages.cmake)

math(EXPR size "20 * ${page}")
string(REPEAT "x" ${size} text)
file(WRITE "${FOLDER}/one" "${text}")
file(WRITE "${FOLDER}/two" "${text}")

# Twenty pages are within every limit.
mmapkit(lock --for 0 one)
expect_match("lock tells what is locked" 0 "^locked 1 file: 20 pages, [0-9.]+ KiB\n$")

mmapkit(lock --for 0 -p -1 one two)
expect_match("a range is locked" 0 "^locked 2 files: 2 pages, [0-9.]+ KiB\n$")

mmapkit(lock --for 0 missing)
expect_failure("there is nothing to lock" "" "^mmapkit: cannot examine 'missing': [^\n]+\n$")

mmapkit(lock --for -1 one)
expect_failure("a negative time is refused" "" "^mmapkit: ")

if(SYSTEM STREQUAL "Linux" AND NOT SANITIZED)
  # Waits for its word that all is locked, asks the kernel, and ends it.
  file(WRITE "${FOLDER}/ask.sh" "
    \"$@\" lock one two >said & process=$!
    until [ -s said ]; do kill -0 $process || exit 1; sleep 0.05; done
    grep VmLck /proc/$process/status
    kill $process
    wait $process")
  execute_process(COMMAND sh "${FOLDER}/ask.sh" ${EMULATOR} "${TOOL}" WORKING_DIRECTORY "${FOLDER}"
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  math(EXPR kilobytes "40 * ${page} / 1024")
  expect_match("the kernel has it locked until SIGTERM" 143 "^VmLck:[ \t]+${kilobytes} kB\n$")

  execute_process(COMMAND id -u OUTPUT_VARIABLE user OUTPUT_STRIP_TRAILING_WHITESPACE)
  find_program(SETPRIV setpriv)
  set(bounded sh -c "ulimit -l 64 && exec \"$@\"" sh)
  if(user STREQUAL "0" AND SETPRIV)
    list(APPEND bounded ${SETPRIV} --bounding-set=-ipc_lock --inh-caps=-ipc_lock)
  endif()
  if(SETPRIV OR NOT user STREQUAL "0")
    math(EXPR bytes "40 * ${page}")
    execute_process(COMMAND ${bounded} ${EMULATOR} "${TOOL}" lock one two WORKING_DIRECTORY "${FOLDER}"
      RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
    expect_failure("a limit is told with what was wanted" ""
      "^mmapkit: cannot lock 'one': [^\n]+; of ${bytes} bytes wanted 0 were locked, and the limit is 65536 .ulimit -l.\n$")
  endif()
endif()
