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
expect_failure("a negative time is refused" "" "^mmapkit: --for: '-1' is not a number of seconds\n")
foreach(time IN ITEMS x nan inf 1s 1e10 "")
  mmapkit(lock --for=${time} one)
  expect_failure("a time that is none is refused (${time})" "" "^mmapkit: --for[^\n]*\n")
endforeach()

mmapkit(lock --for 0 one one .)
string(REGEX MATCH "^locked [0-9]+" locked "${output}")
file(GLOB_RECURSE all "${FOLDER}/*")
list(LENGTH all count)
expect_match("a file that is named twice is locked once" 0 "^locked ${count} files: ")

if(WINDOWS)
  mmapkit(lock --daemon one)
  expect_failure("there is no background" "" "^mmapkit: this system has no way to go on in the background")
else()
  # Ends when the child is ready: the pid file is there, and the child has it locked and the pages too.
  execute_process(COMMAND sh -c "
      \"$@\" lock --daemon --pid-file pid one || exit 1
      [ ! -e /proc/self/cwd ] || [ \"$(readlink /proc/$(cat pid)/cwd)\" = / ] || echo its folder is busy
      kill -0 $(cat pid) && \"$@\" lock --daemon --pid-file pid two
      echo again $?
      kill $(cat pid) || exit 1
      for i in $(seq 300); do [ -e pid ] || break; sleep 0.1; done
      [ ! -e pid ] && echo gone
      \"$@\" lock --daemon --pid-file pid missing; echo failed $?"
    sh ${EMULATOR} "${TOOL}" WORKING_DIRECTORY "${FOLDER}"
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  expect_match("lock goes on in the background until its process is told to end" 0
    "^locked 1 file: 20 pages, [^\n]+\nagain 2\ngone\nfailed 2\n$")
  if(NOT errors MATCHES "cannot take the pid file 'pid', which is another process's: " OR
     NOT errors MATCHES "cannot examine 'missing'")
    message(SEND_ERROR "what went wrong before it was ready is told: ${errors}")
  endif()
  # Each time a process that was killed has left its pid file behind, and two want to have it.
  file(WRITE "${FOLDER}/race.sh" "
    for round in 1 2 3 4 5 6 7 8 9 10; do
      rm -f raced.said
      \"$@\" lock --pid-file raced one >raced.said & process=$!
      until [ -s raced.said ]; do kill -0 $process || exit 1; sleep 0.05; done
      kill -KILL $process
      wait $process 2>/dev/null
      [ -s raced ] || echo no pid file is left behind
      for file in one two; do
        { \"$@\" lock --daemon --for 60 --pid-file raced $file >$file.said 2>$file.errors; echo $? >$file.status; } &
      done
      wait
      echo $(cat one.status two.status | sort) $(cat one.said two.said | wc -l) $(cat one.errors two.errors)
      kill $(cat raced) || exit 1
      while [ -e raced ]; do sleep 0.05; done
    done")
  execute_process(COMMAND sh "${FOLDER}/race.sh" ${EMULATOR} "${TOOL}" WORKING_DIRECTORY "${FOLDER}" TIMEOUT 120
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  expect_match("of two that want one pid file one has it, and the other says so; that of a dead one blocks none" 0
    "^(0 2 1 mmapkit: cannot take the pid file 'raced', which is another process's: [^\n]+\n)+$")
  file(WRITE "${FOLDER}/important" "content\n")
  mmapkit(touch --pid-file important one)
  file(READ "${FOLDER}/important" content)
  if(status EQUAL 0 OR NOT content STREQUAL "content\n" OR NOT errors MATCHES "something else in it than a number")
    message(SEND_ERROR "a file that is no pid file is not taken for one: ${errors} ${content}")
  endif()
  mmapkit(touch --pid-file . one)
  if(NOT errors MATCHES "cannot open the pid file '[.]': Is a directory")
    message(SEND_ERROR "a pid file that cannot be opened is told with its reason: ${errors}")
  endif()
  execute_process(COMMAND sh -c "\"$@\" lock --daemon --for 20 --pid-file closed one <&-
      \"$@\" lock --for 0 --pid-file closed two && echo taken
      kill $(cat closed)" sh ${EMULATOR} ${TOOL}
    WORKING_DIRECTORY "${FOLDER}" OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  if(output MATCHES "taken")
    message(SEND_ERROR "a pid file stays its process's where standard input was closed: ${output} ${errors}")
  endif()
  execute_process(COMMAND sh -c "\"$@\" touch --daemon --pid-file touched one; echo $?
      for i in $(seq 300); do [ -e touched ] || break; sleep 0.1; done; [ ! -e touched ] && echo gone"
    sh ${EMULATOR} "${TOOL}" WORKING_DIRECTORY "${FOLDER}"
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  expect_match("touch goes on in the background to its end" 0 "^0\ngone\n$")
endif()

if(SYSTEM STREQUAL "Linux" AND NOT SANITIZED)
  # Waits for its word that all is locked, asks the kernel, and ends it.
  file(WRITE "${FOLDER}/ask.sh" "
    cp one grows
    \"$@\" lock grows two >said & process=$!
    until [ -s said ]; do kill -0 $process || exit 1; sleep 0.05; done
    echo more >>grows
    grep VmLck /proc/$process/status
    kill $process
    wait $process")
  execute_process(COMMAND sh "${FOLDER}/ask.sh" ${EMULATOR} "${TOOL}" WORKING_DIRECTORY "${FOLDER}"
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  math(EXPR kilobytes "40 * ${page} / 1024")
  expect_match("the kernel has it locked as long as it was, until SIGTERM" 143 "^VmLck:[ \t]+${kilobytes} kB\n$")

  # The kernel is asked late, and the file is cut short when it is mapped.
  find_program(STRACE strace)
  if(STRACE)
    execute_process(COMMAND sh -c "cp one cut
        (for i in $(seq 600); do grep -qs \"$PWD/cut$\" /proc/[0-9]*/maps && break; sleep 0.05; done
          truncate -s 1 cut) &
        ${STRACE} -qq -o /dev/null -e trace=mlock,mlock2 -e inject=mlock,mlock2:delay_enter=3000000 \"$@\"" sh
        ${EMULATOR} "${TOOL}" lock --for 0 cut
      WORKING_DIRECTORY "${FOLDER}" RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
    if(NOT errors MATCHES "strace:")
      expect_failure("a file that was cut short is told as that" ""
        "^mmapkit: cannot lock 'cut': it was cut short to 1 byte\n$")
    endif()
  endif()

  # As beyond vm.max_map_count, which may be too large to be reached here.
  make_sparse(sparse 8192)
  execute_process(COMMAND sh -c "ulimit -v 4000000 && exec \"$@\"" sh ${EMULATOR} "${TOOL}" lock --for 0 one sparse two
    WORKING_DIRECTORY "${FOLDER}" RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  if(NOT errors MATCHES "guest_base")  # QEMU itself wants more addresses for a 32-bit program
    expect_failure("where not all files can be mapped none is locked" ""
      "^mmapkit: cannot map 'sparse' beside 1 other file, and so none is locked: [^\n]+\n$")
  endif()

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
