# What scripts about pages in memory have in common. Beside what expect.cmake is given: -DSYSTEM, -DSANITIZED.
include(${CMAKE_CURRENT_LIST_DIR}/expect.cmake)
set(ENV{COLUMNS} 100)

# The last run ended with this status, and its output matches.
function(expect_match behaviour expected_status pattern)
  set(holds FALSE)
  if(status STREQUAL "${expected_status}" AND output MATCHES "${pattern}")
    set(holds TRUE)
  endif()
  report_unless(${holds} "${behaviour}")
endfunction()

# The last run wrote JSON, in which the value at the path is this.
function(expect_json behaviour expected)
  string(JSON value ERROR_VARIABLE wrong GET "${output}" ${ARGN})
  set(holds FALSE)
  if(status STREQUAL "0" AND errors STREQUAL "" AND NOT wrong AND value STREQUAL "${expected}")
    set(holds TRUE)
  endif()
  report_unless(${holds} "${behaviour} (${ARGN} is '${value}', wanted '${expected}')")
endfunction()

# Runs commands, each a string, in turn and up to ten times, until the last writes what matches: a system may drop pages
# from memory whenever it likes.
function(mmapkit_until pattern)
  foreach(try RANGE 9)
    foreach(command IN LISTS ARGN)
      separate_arguments(arguments UNIX_COMMAND "${command}")
      mmapkit(${arguments})
    endforeach()
    if(output MATCHES "${pattern}")
      break()
    endif()
  endforeach()
  set(status "${status}" PARENT_SCOPE)
  set(output "${output}" PARENT_SCOPE)
  set(errors "${errors}" PARENT_SCOPE)
endfunction()

# A file of so many MiB, none of them on the disk. Sets `made`.
function(make_sparse name mebibytes)
  execute_process(COMMAND dd if=/dev/zero "of=${FOLDER}/${name}" bs=1048576 count=0 seek=${mebibytes}
    RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
  set(made TRUE PARENT_SCOPE)
  if(failed)
    set(made FALSE PARENT_SCOPE)
  endif()
endfunction()


# The size of a page, and what this system lets the command do.
file(WRITE "${FOLDER}/byte" "x")
mmapkit(residency --json byte)
string(JSON page GET "${output}" page_size)
string(JSON resident GET "${output}" files 0 resident)
set(knows TRUE)
if(resident STREQUAL "")  # null
  set(knows FALSE)
endif()

# An emulator forgets advice that it does not know; memory cannot be dropped from a file system that lies in it.
set(evicts FALSE)
if(SYSTEM STREQUAL "Linux" AND NOT EMULATOR MATCHES "qemu")
  execute_process(COMMAND stat -f -c %T "${FOLDER}" OUTPUT_VARIABLE file_system ERROR_QUIET)
  if(NOT file_system MATCHES "tmpfs|ramfs|UNKNOWN")
    set(evicts TRUE)
  endif()
endif()
