# The system calls of one mapping, as strace sees them, are those that must be and no other:
#
#     cmake -DSTRACE=... -DPROGRAM=... -DWAY=... -DFILE=... -DEXPECTED="openat statx mmap munmap close" -P trace.cmake
#
# EXPECTED is a regular expression.
if(NOT STRACE)
  message("untried: there is no strace")
  return()
endif()
set(trace ${CMAKE_CURRENT_BINARY_DIR}/trace.${WAY})
execute_process(COMMAND ${STRACE} -o ${trace} ${PROGRAM} ${WAY} ${FILE} RESULT_VARIABLE result ERROR_VARIABLE words)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "strace could not run: ${words}")
endif()
file(READ ${trace} text)
file(REMOVE ${trace})
if(NOT text MATCHES "getppid\\(\\)[^\n]*\n(.*)getppid\\(\\)")
  message(FATAL_ERROR "the trace has no marks:\n${text}")
endif()
set(traced "${CMAKE_MATCH_1}")
string(REGEX MATCHALL "(^|\n)[a-z0-9_]+\\(" calls "\n${traced}")
list(TRANSFORM calls REPLACE "[\n(]" "")
list(REMOVE_ITEM calls "")
# The next write would give the file new ones at once.
if(traced MATCHES "AT_EMPTY_PATH, [A-Z_|]*STATX_([AMCB]TIME|BASIC_STATS|ALL)")
  message(FATAL_ERROR "the times of a file are asked for:\n${traced}")
endif()
# One call by two names, after the C library's age and the processor.
list(TRANSFORM calls REPLACE "^open$" "openat")
list(TRANSFORM calls REPLACE "^mmap2$" "mmap")
list(TRANSFORM calls REPLACE "^fcntl64$" "fcntl")
list(JOIN calls " " calls)
if(NOT calls MATCHES "^(${EXPECTED})$")
  message(FATAL_ERROR "expected: ${EXPECTED}\nseen:     ${calls}")
endif()
message(STATUS "${WAY}: ${calls}")
