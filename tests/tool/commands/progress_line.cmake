# The line that shows how far a command has come, on a terminal that script(1) makes.
include(${CMAKE_CURRENT_LIST_DIR}/pages.cmake)

find_program(SCRIPT script)
if(NOT SYSTEM STREQUAL "Linux" OR NOT SCRIPT OR EMULATOR)
  return()
endif()

string(ASCII 8 back)
string(ASCII 13 return)
file(WRITE "${FOLDER}/one" "a needle\n")
file(WRITE "${FOLDER}/two" "no\n")
set(names "one\\0two\\0")
execute_process(COMMAND mkfifo "${FOLDER}/names" "${FOLDER}/late")

# Runs a command of the shell, in which "$TOOL" is the command, and takes what its terminal gets. The line is drawn from
# a tenth of a second on: what the command opens first, the FIFO `names` or `late`, tells it nothing for longer.
function(on_terminal command)
  file(WRITE "${FOLDER}/run.sh" "${command}\n")
  set(ENV{TOOL} "${TOOL}")
  execute_process(COMMAND sh -c "(exec 3>names; sleep 0.3; printf '${names}' >&3) >/dev/null 2>&1 & names=$!
      (exec 3>late; sleep 0.3; printf 'a line\\n' >&3; sleep 0.3; printf 'another\\n' >&3) >/dev/null 2>&1 & late=$!
      '${SCRIPT}' -qec 'sh run.sh' /dev/null; kill $names $late 2>/dev/null" WORKING_DIRECTORY "${FOLDER}"
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors TIMEOUT 60)
  string(REPLACE "${return}\n" "\n" output "${output}")
  set(output "${output}" PARENT_SCOPE)
  set(errors "${errors}" PARENT_SCOPE)
endfunction()

# What stands on the screen in the end. What goes before a carriage return is drawn over; the last of it by blanks.
function(expect_screen behaviour expected)
  string(REGEX REPLACE "[^\n${return}]*${return}" "" screen "${output}")
  if(NOT screen STREQUAL expected OR NOT (ARGN OR output MATCHES "left; [^\n${return}]*${return} +${back}+${return}"))
    message(SEND_ERROR "not so: ${behaviour}\nscreen: [${screen}]\nbytes: [${output}]")
  endif()
endfunction()

foreach(command IN ITEMS count "find needle")
  on_terminal("\"$TOOL\" ${command} --files0-from names")
  if(NOT output MATCHES "${return}\\[=+ *\\] 9 B of 12 B, [^\n${return}]*/s, 0:00 left; one")
    message(SEND_ERROR "${command} shows how much is done, of how much, how fast and how long still: ${output}")
  endif()
endforeach()
on_terminal("\"$TOOL\" count --files0-from names")
expect_screen("its rows stand on lines of their own" " 1  2  9 one\n 1  1  3 two\n 2  3 12 total\n")
on_terminal("\"$TOOL\" find --color=never needle --files0-from names")
expect_screen("so do lines that are found" "one:2:a needle\n")
on_terminal("\"$TOOL\" find nowhere --files0-from names")
expect_screen("nothing is left of it" "")

# A large file is not done in one step, which would take long. What locks it draws a line before, and so each step has to
# take longer than a tenth of a second there.
make_sparse(sparse 100)
set(names "sparse\\0")
set(commands "touch" "evict" "residency" "count")
find_program(STRACE strace)
if(STRACE)
  list(APPEND commands "lock --for 0")
endif()
foreach(command IN LISTS commands)
  set(slow "")
  if(command MATCHES "lock")
    set(slow "${STRACE} -qq -o /dev/null -e trace=mlock,mlock2 -e inject=mlock,mlock2:delay_enter=200000")
  endif()
  on_terminal("${slow} \"$TOOL\" ${command} --files0-from names")
  string(REGEX MATCH "\\[=* *\\] ([0-9.]+) MiB of 100[.]0 MiB, " drawn "${output}")
  if((NOT drawn OR CMAKE_MATCH_1 STREQUAL "100.0") AND NOT output MATCHES "cannot lock|strace:")
    message(SEND_ERROR "${command} shows how much of a file is done: ${output}")
  endif()
endforeach()
set(names "one\\0two\\0")

on_terminal("\"$TOOL\" count late; \"$TOOL\" count two")
if(NOT output MATCHES "${return}[0-9]+ B, [^\n${return}]*/s; late")
  message(SEND_ERROR "what a pipe brings has no end that is known: ${output}")
endif()

on_terminal("\"$TOOL\" count --files0-from names 2>/dev/null")
if(output MATCHES "left")
  message(SEND_ERROR "it is written to a terminal alone: ${output}")
endif()
on_terminal("\"$TOOL\" find -v zzz --files0-from names two | cat")
expect_screen("whoever reads a pipe may write to the same terminal" "two:0:no\none:0:a needle\ntwo:0:no\n" NOT_DRAWN)
