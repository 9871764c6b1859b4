# What a build with and one without regular expressions have alike. What needs them: expressions.cmake.
include(${CMAKE_CURRENT_LIST_DIR}/expect.cmake)

file(WRITE "${FOLDER}/log" "INFO start\nERROR read timeout\nINFO pause\nERROR disk\nthe end")
file(WRITE "${FOLDER}/other" "no such thing\nan ERROR here\n")
file(WRITE "${FOLDER}/dos" "first line\r\nsecond line\r\n")
file(WRITE "${FOLDER}/empty" "")

mmapkit(find ERROR log)
expect("each matching line is printed with the offset of its match" 0 "11:ERROR read timeout\n41:ERROR disk\n")

mmapkit(find WARNING log)
expect("the status is 1 if no line matches" 1 "")

mmapkit(find ERROR log other empty)
expect("with several files each line names its file" 0
  "log:11:ERROR read timeout\nlog:41:ERROR disk\nother:17:an ERROR here\n")

mmapkit(find "" log)
expect("the empty pattern matches every line at its begin" 0
  "0:INFO start\n11:ERROR read timeout\n30:INFO pause\n41:ERROR disk\n52:the end\n")

mmapkit(find "" empty)
expect("an empty file has no line to match" 1 "")

mmapkit(find -i error log other)
expect("-i makes letters match in either case" 0
  "log:11:ERROR read timeout\nlog:41:ERROR disk\nother:17:an ERROR here\n")

mmapkit(find -F "R.*" log)
expect("with -F the pattern is the text itself" 1 "")

mmapkit(find -c ERROR log other empty)
expect("-c prints how many lines match in each file" 0 "log:2\nother:1\nempty:0\n")

mmapkit(find count log)
expect("a pattern may be the name of another command" 1 "")

mmapkit(find ERROR "${FOLDER}/other" "${FOLDER}/empty")
expect("a path may begin with a slash" 0 "${FOLDER}/other:17:an ERROR here\n")

mmapkit(find -F -e pause -e "the end" log)
expect("-e gives a pattern, and may be given several times" 0 "35:INFO pause\n52:the end\n")

mmapkit(find -F -e "" log other -c)
expect("with -e the first argument is a file" 0 "log:5\nother:2\n")

mmapkit(find -F -- "-e" log)
expect("after -- a pattern may begin with a dash" 1 "")

mmapkit(find -n -b disk log)
expect("the number and the offset of the line stand before that of the match" 0 "4:41:47:ERROR disk\n")

mmapkit(find -v ERROR log)
expect("-v prints the lines that do not match, each with its own offset" 0 "0:INFO start\n30:INFO pause\n52:the end\n")

mmapkit(find -v -c ERROR log other empty)
expect("-v and -c count them" 0 "log:3\nother:1\nempty:0\n")

mmapkit(find -o R log)
expect("-o prints each match by itself" 0 "12:R\n13:R\n15:R\n42:R\n43:R\n45:R\n")

mmapkit(find -l ERROR log other empty)
expect("-l prints the names of files that match" 0 "log\nother\n")

mmapkit(find -q ERROR other missing)
expect("-q prints nothing and ends with the first match" 0 "")
mmapkit(find -q nowhere log)
expect("-q tells by its status that there is none" 1 "")
mmapkit(find -q nowhere log missing)
expect_failure("-q tells an error" "" "'missing'")

mmapkit(find -n -A1 timeout log)
expect("-A prints lines that follow" 0 "2:22:ERROR read timeout\n3-30-INFO pause\n")
mmapkit(find -n -B1 disk log)
expect("-B prints lines that go before" 0 "3-30-INFO pause\n4:47:ERROR disk\n")
mmapkit(find -C1 -F -e start -e disk log)
expect("-C prints both, and -- where lines are left out; none is printed twice" 0
  "5:INFO start\n11-ERROR read timeout\n30-INFO pause\n47:ERROR disk\n52-the end\n")
mmapkit(find -A1 -F -e start -e end log)
expect("what does not follow is parted" 0 "5:INFO start\n11-ERROR read timeout\n--\n56:the end\n")

string(ASCII 27 escape)
mmapkit(find --color=always -n disk log)
expect("colour marks the match, as grep's does" 0
  "${escape}[32m4${escape}[m${escape}[36m:${escape}[m${escape}[32m47${escape}[m${escape}[36m:${escape}[mERROR ${escape}[01;31mdisk${escape}[m\n")
mmapkit(find disk log)
expect("without a terminal there is none" 0 "47:ERROR disk\n")

string(ASCII 13 return)
mmapkit(find -F "line${return}" dos)
string(REPLACE "${return}" "" output "${output}")
expect("a carriage return is found" 0 "6:first line\n19:second line\n")

file(MAKE_DIRECTORY "${FOLDER}/tree/inner")
file(WRITE "${FOLDER}/tree/one" "text\n")
file(WRITE "${FOLDER}/tree/inner/two" "no\ntext\n")
mmapkit(find -r text tree)
string(REPLACE "\\" "/" output "${output}")
expect("-r reads folders with all that is in them" 0 "tree/one:0:text\ntree/inner/two:3:text\n")
mmapkit(find text tree)
expect_failure("without it a folder is an error" "" "'tree'")
mmapkit(find -r -q text tree missing)
expect("-q ends a walk too" 0 "")

foreach(text IN ITEMS "x" "a line\nof text\n")
  file(WRITE "${FOLDER}/input" "${text}")
  execute_process(COMMAND ${EMULATOR} "${TOOL}" find -v -n nothing INPUT_FILE "${FOLDER}/input"
    RESULT_VARIABLE status OUTPUT_VARIABLE unnamed ERROR_VARIABLE errors)
  execute_process(COMMAND ${EMULATOR} "${TOOL}" find -v -n nothing - INPUT_FILE "${FOLDER}/input"
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  if(WINDOWS)
    string(REPLACE "\r\n" "\n" output "${output}")
    string(REPLACE "\r\n" "\n" unnamed "${unnamed}")
  endif()
  string(REGEX MATCH "^[^\n]*" first "${text}")
  string(FIND "${output}" "1:0:${first}\n" at)
  if(NOT at EQUAL 0 OR NOT output STREQUAL unnamed)
    report_unless(FALSE "no file, and -, are standard input")
  endif()
endforeach()

# A pipe, and binary files: what only a shell makes.
find_program(shell sh NO_CACHE)
if(shell AND NOT WINDOWS AND NOT EMULATOR)
  function(run command)
    execute_process(COMMAND ${shell} -c "${command}" mmapkit "${TOOL}" WORKING_DIRECTORY "${FOLDER}"
      RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
    set(status "${status}" PARENT_SCOPE)
    set(output "${output}" PARENT_SCOPE)
    set(errors "${errors}" PARENT_SCOPE)
  endfunction()
  run("cat log | \"$1\" find -n end - other")
  expect("a pipe has a name of its own" 0 "(standard input):5:56:the end\n")
  run("printf 'log\\0other\\0' | \"$1\" find -0 -c ERROR")
  expect("-0 takes names from standard input" 0 "log:2\nother:1\n")
  run("printf 'log\\0other' >names; \"$1\" find --files0-from=names -c ERROR")
  expect("--files0-from takes them from a file" 0 "log:2\nother:1\n")
  run("printf 'a line\\nzero \\000 line\\n' >binary; \"$1\" find line binary; \"$1\" find -c line binary")
  expect("a binary file is told, and its lines are counted" 0 "binary: binary file matches\n2\n")
  run("\"$1\" find -a zero binary | tr '\\000' '?'")
  expect("-a prints its lines" 0 "7:zero ? line\n")
  foreach(case IN ITEMS "ä;0" "ö;1" "late;0")
    list(GET case 0 letters)
    list(GET case 1 wanted)
    run("printf 'a\\n\\303\\244\\n\\000\\nlate\\n' | \"$1\" find -F -q '${letters}'")
    expect("a zero byte ends no search, before or behind the match (${letters})" ${wanted} "")
  endforeach()
  run("printf '\\377\\376n\\000e\\000e\\000d\\000\\n\\000' >wide; \"$1\" find need wide log")
  expect_failure("UTF-16 is refused, and not silently without a match" "" "cannot search 'wide': its text is UTF-16")
  run("(printf '\\376\\377'; tr -d '\\377\\376' <wide) >wider; \"$1\" find need wider")
  expect_failure("in either order of bytes" "" "cannot search 'wider': its text is UTF-16")
  if(EXPRESSIONS)
    run("\"$1\" find -a -b -o --bytes 'e\\x00+d' wide | tr '\\000' '?'")
    expect("its bytes can be searched for" 0 "0:6:e?d\n")
  endif()
  run("\"$1\" find first dos | tr '\\r' '^'")
  expect("a carriage return is printed as part of its line" 0 "0:first line^\n")
  # Windows are of 8 MiB: context and numbers have to reach from one to the next.
  run("yes 'a line of no interest' | head -n 400000 >many; echo mark >>many; head -n 500000 many >>many2
    cat many many2 >all; \"$1\" find -n -C1 mark all | cut -d: -f1,3- | head -n 3")
  expect("context and numbers reach over windows" 0
    "400000-8799978-a line of no interest\n400001:mark\n400002-8800005-a line of no interest\n")
  run("head -n 381300 many >edge; echo mark >>edge; cat many >>edge; \"$1\" find -n -B2 -A2 mark edge | cut -c 1-7")
  expect("also where a window begins" 0 "381299-\n381300-\n381301:\n381302-\n381303-\n--\n781300-\n781301-\n781302:\n")
  run("printf '\\357\\273\\277first\\nsecond\\n' >marked; \"$1\" find -n -b first marked; \"$1\" find -v first marked")
  expect("a byte order mark is no part of the first line, and counts in its offset" 0 "1:3:3:first\n9:second\n")
  if(EXISTS /proc/version)
    run("\"$1\" find -c -i linux /proc/version")
    expect("a file of /proc is read" 0 "1\n")
  endif()
  if(EXISTS /sys/kernel/mm/transparent_hugepage/enabled)
    run("\"$1\" find -c never /sys/kernel/mm/transparent_hugepage/enabled")
    expect("a file of /sys is read" 0 "1\n")
  endif()
  run("mkfifo fifo; (cat log >fifo &) ; \"$1\" find -c ERROR fifo")
  expect("a FIFO is read" 0 "2\n")
endif()

file(WRITE "${FOLDER}/signs" ".,.,\n")
if(EXPRESSIONS)
  mmapkit(find -wo "[.,]" signs)
  expect("words that touch each other are all found" 0 "0:.\n1:,\n2:.\n3:,\n")
endif()

mmapkit(find -F -A -1 a signs)
expect_failure("a number of lines is not negative" "" "'-1' is not a number")
