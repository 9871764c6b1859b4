include(${CMAKE_CURRENT_LIST_DIR}/expect.cmake)

file(WRITE "${FOLDER}/poem" "one two\n  three\tfour\n\nfive\n")
file(WRITE "${FOLDER}/empty" "")
file(WRITE "${FOLDER}/open" "no newline at the end")
file(WRITE "${FOLDER}/[1],[2]" "in brackets\n")

mmapkit(count poem)
expect("lines, words and bytes stand in wc's order" 0 " 4  5 27 poem\n")

mmapkit(count empty)
expect("an empty file has none of them" 0 "0 0 0 empty\n")

mmapkit(count open)
expect("a last line without a newline is not a line, but its word is a word" 0 " 0  5 21 open\n")

mmapkit(count poem empty open)
expect("several files are aligned, and followed by their total" 0
  " 4  5 27 poem\n 0  0  0 empty\n 0  5 21 open\n 4 10 48 total\n")

mmapkit(count poem poem poem poem)
expect("the columns are as wide as the total" 0
  "  4   5  27 poem\n  4   5  27 poem\n  4   5  27 poem\n  4   5  27 poem\n 16  20 108 total\n")

mmapkit(count "[1],[2]")
expect("a file name in brackets is one file name" 0 " 1  2 12 [1],[2]\n")

string(REPEAT "word and word\n" 100000 text)
file(WRITE "${FOLDER}/large" "${text}")
mmapkit(count large)
expect("a file of many pages is counted whole" 0 " 100000  300000 1400000 large\n")

mmapkit(count --lines large)
expect("lines alone" 0 "100000 large\n")

mmapkit(count -l poem empty open)
expect("lines alone, of many files" 0 " 4 poem\n 0 empty\n 0 open\n 4 total\n")

mmapkit(count -L -m -w poem)
expect("columns stand in wc's order, whatever the order of options" 0 " 5 27 12 poem\n")

mmapkit(count -c poem)
expect("bytes alone" 0 "27 poem\n")

file(WRITE "${FOLDER}/summer" "été à la plage\n")
mmapkit(count -m -c summer)
expect("a character may be several bytes" 0 "15 18 summer\n")

file(MAKE_DIRECTORY "${FOLDER}/tree/inner")
file(WRITE "${FOLDER}/tree/one" "text\n")
file(WRITE "${FOLDER}/tree/inner/two" "no\ntext\n")
mmapkit(count -r -l tree)
string(REPLACE "\\" "/" output "${output}")
string(REGEX REPLACE " +" " " output "${output}")
expect("-r counts the files of folders, and their total" 0 " 1 tree/one\n 2 tree/inner/two\n 3 total\n")

execute_process(COMMAND ${EMULATOR} "${TOOL}" count INPUT_FILE "${FOLDER}/poem"
  RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
string(REPLACE "\r" "" output "${output}")
expect("no file is standard input" 0 "      4       5      27 -\n")

# Beside wc, where it is the GNU one, in a UTF-8 locale.
find_program(shell sh NO_CACHE)
find_program(wc wc NO_CACHE)
if(shell AND wc AND NOT WINDOWS AND NOT EMULATOR)
  execute_process(COMMAND ${wc} --version OUTPUT_VARIABLE version ERROR_QUIET)
  execute_process(COMMAND locale -a OUTPUT_VARIABLE locales ERROR_QUIET)
  if(version MATCHES "GNU coreutils" AND locales MATCHES "C.utf8|C.UTF-8")
    execute_process(COMMAND ${shell} -c "printf 'a\\302\\240b \\342\\200\\203c\\t\\tlong  \\303\\251t\\303\\251\\r\\n\\f\\v x\\n\\346\\274\\242\\345\\255\\227 \\343\\200\\200 \\360\\237\\230\\200' >strange
      cat strange poem large >mixed" WORKING_DIRECTORY "${FOLDER}")
    foreach(option IN ITEMS -l -w -c -m -L -lwmcL "")
      foreach(files IN ITEMS strange poem mixed "strange poem empty open")
        separate_arguments(arguments UNIX_COMMAND "${option} ${files}")
        execute_process(COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C.UTF-8 ${wc} ${arguments}
          WORKING_DIRECTORY "${FOLDER}" OUTPUT_VARIABLE expected)
        mmapkit(count ${arguments})
        expect("wc ${option} ${files} counts the same" 0 "${expected}")
      endforeach()
    endforeach()
  endif()
endif()

# On a terminal.
find_program(SCRIPT script)
if(NOT WINDOWS AND SCRIPT AND NOT EMULATOR AND CMAKE_HOST_SYSTEM_NAME STREQUAL "Linux")
  string(ASCII 27 escape)
  file(WRITE "${FOLDER}/${escape}[31mred" "a needle\n")
  set(ENV{NO_COLOR} 1)
  foreach(command IN ITEMS "count" "find -l -F needle")
    execute_process(COMMAND ${SCRIPT} -qec "'${TOOL}' ${command} '${escape}[31mred'" /dev/null
      WORKING_DIRECTORY "${FOLDER}" RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
    if(output MATCHES "${escape}" OR NOT output MATCHES "\\[31mred")
      message(SEND_ERROR "a terminal is shown no control characters by ${command}: ${output}")
    endif()
  endforeach()
endif()
