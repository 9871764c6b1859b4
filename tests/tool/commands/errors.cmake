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

if(EXPRESSIONS)
  mmapkit(find "(some" missing)
  expect_failure("an invalid pattern is told before any file is opened" ""
    "^mmapkit: cannot use the pattern '\\(some': missing \\): \\(some\n$")

  mmapkit(find "a\\<b" file)
  expect_failure("what RE2 would take for something else is refused" "" "the border of a word is \\\\b")
else()
  mmapkit(find "some|thing" missing)
  expect_failure("a build without RE2 says so before any file is opened" "" "was built without RE2: it has -F")
endif()

mmapkit(frobnicate)
expect_failure("an unknown command is named" "" "^mmapkit: unknown subcommand 'frobnicate'\n")

mmapkit(find)
expect_failure("a missing argument is an error" "" "^mmapkit: PATTERN is required\n")

mmapkit(count -dash)
expect_failure("a name like an option is named, and what to do about it" ""
  "^mmapkit: unknown option '-dash'; put -- before names that begin with -")

mmapkit(count "missing" -A 3)
expect_failure("an option of another command is an error" "" "unknown option '-A'")

mmapkit(find --color=sometimes text file)
expect_failure("a choice that is none is an error" "" "sometimes")

mmapkit(find -A x text file)
expect_failure("a number that is none is an error" "" "x")

mmapkit(count --no-such-option file)
expect_failure("an unknown option is an error" "" "^mmapkit: unknown option '--no-such-option'")

if(NOT WINDOWS)
  file(CREATE_LINK "${FOLDER}/nowhere" "${FOLDER}/link" SYMBOLIC)
  mmapkit(count link)
  expect_failure("a symbolic link that leads nowhere is told as one" "" "'link'.* it is a symbolic link to nothing")
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
  foreach(disposition IN ITEMS -  "''")  # as it is, and ignored
    execute_process(COMMAND sh -c "trap ${disposition} PIPE; { \"$@\" find line large; echo $? >status; } | true" sh
      ${EMULATOR} "${TOOL}" WORKING_DIRECTORY "${FOLDER}" RESULT_VARIABLE status
      OUTPUT_VARIABLE output ERROR_VARIABLE errors)
    file(READ "${FOLDER}/status" status)
    expect("a reader that goes away ends the command without a word (trap ${disposition})" "141\n" "")
  endforeach()
endif()
