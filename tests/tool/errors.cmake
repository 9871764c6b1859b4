include(${CMAKE_CURRENT_LIST_DIR}/expect.cmake)

file(WRITE "${FOLDER}/file" "some text\n")
file(MAKE_DIRECTORY "${FOLDER}/folder")

mmapkit(count missing)
expect_failure("a missing file is named, with the system's words" ""
  "^mmapkit: cannot [a-z]+ 'missing'[^\n]*: [^\n]+\n$")

mmapkit(count folder)
expect_failure("a directory is an error" ""
  "^mmapkit: cannot [a-z]+ 'folder'[^\n]*: [^\n]+\n$")

mmapkit(count missing file)
expect_failure("the files after a missing one are still counted" " 1  2 10 file\n 1  2 10 total\n" "'missing'")

mmapkit(find text missing file)
expect_failure("an error is the status even if something was found" "file:5:some text\n" "'missing'")

mmapkit(find "(some" missing)
expect_failure("an invalid pattern is told before any file is opened" ""
  "^mmapkit: cannot use the pattern '\\(some': a \\( without its \\) at 0\n$")

mmapkit(find "(a)\\1" file)
expect_failure("a back reference is refused by name" "" "back references are not supported at 3\n$")

mmapkit(find "a(?=b)" file)
expect_failure("look-ahead is refused by name" "" "look-ahead is not supported at 1\n$")

mmapkit(frobnicate)
expect_failure("an unknown command is an error" "" "^mmapkit: ")

mmapkit(count)
expect_failure("a missing argument is an error" "" "^mmapkit: FILE is required\n")

mmapkit(count --no-such-option file)
expect_failure("an unknown option is an error" "" "^mmapkit: .*--no-such-option")

if(EXISTS /proc/version AND NOT WINDOWS)
  mmapkit(count /proc/version)
  expect_failure("a file of /proc has no size and is an error" "" "'/proc/version'")
endif()

if(EXISTS /dev/full AND NOT WINDOWS)
  foreach(arguments IN ITEMS "count;file" "find;text;file" "flags" "--help")
    execute_process(COMMAND ${EMULATOR} "${TOOL}" ${arguments} WORKING_DIRECTORY "${FOLDER}"
      OUTPUT_FILE /dev/full RESULT_VARIABLE status ERROR_VARIABLE errors)
    set(output "")
    expect_failure("a full disk is an error (${arguments})" ""
      "^mmapkit: cannot write standard output: No space left on device\n$")
  endforeach()
endif()

if(NOT WINDOWS)
  string(REPEAT "a line\n" 100000 text)
  file(WRITE "${FOLDER}/large" "${text}")
  execute_process(COMMAND ${EMULATOR} "${TOOL}" find line large COMMAND ${CMAKE_COMMAND} -E true
    WORKING_DIRECTORY "${FOLDER}" RESULTS_VARIABLE statuses ERROR_VARIABLE errors)
  list(GET statuses 0 status)
  set(output "")
  expect_failure("a reader that went away is an error" "" "^mmapkit: cannot write standard output: Broken pipe\n$")
endif()
