# What the scripts have in common. Each is run with -DTOOL, -DEMULATOR, -DWINDOWS and -DFOLDER.
cmake_minimum_required(VERSION 3.20)

set(ENV{WINEDEBUG} -all)  # or Wine's own words would stand among the command's
file(REMOVE_RECURSE "${FOLDER}")
file(MAKE_DIRECTORY "${FOLDER}")

# Runs the command with the arguments, kept as they are, empty ones too. Sets `status`, `output` and `errors`.
function(mmapkit)
  set(arguments "")
  math(EXPR last "${ARGC} - 1")
  foreach(i RANGE ${last})
    string(APPEND arguments " [==[${ARGV${i}}]==]")
  endforeach()
  set(run "execute_process(COMMAND \${EMULATOR} \"\${TOOL}\" ${arguments}
      WORKING_DIRECTORY \"\${FOLDER}\" RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)")
  cmake_language(EVAL CODE "${run}")
  # Under Wine 8 one start in some thousands ends so before the program begins. Where it is the program's own answer, it
  # gives the same again.
  if(WINDOWS AND EMULATOR AND "${status}${output}${errors}" STREQUAL "1")
    cmake_language(EVAL CODE "${run}")
  endif()
  if(WINDOWS)
    string(REPLACE "\r\n" "\n" output "${output}")
    string(REPLACE "\r\n" "\n" errors "${errors}")
  endif()
  set(status "${status}" PARENT_SCOPE)
  set(output "${output}" PARENT_SCOPE)
  set(errors "${errors}" PARENT_SCOPE)
endfunction()

function(report_unless holds behaviour)
  if(NOT holds)
    message(SEND_ERROR "not so: ${behaviour}\nstatus: ${status}\noutput: [${output}]\nerrors: [${errors}]")
  endif()
endfunction()

# The last run ended with this status, wrote exactly this, and complained of nothing.
function(expect behaviour expected_status expected_output)
  set(holds FALSE)
  if(status STREQUAL "${expected_status}" AND output STREQUAL "${expected_output}" AND errors STREQUAL "")
    set(holds TRUE)
  endif()
  report_unless(${holds} "${behaviour}")
endfunction()

# The last run failed with status 2, wrote exactly this, and its complaints match this.
function(expect_failure behaviour expected_output expected_errors)
  set(holds FALSE)
  if(status STREQUAL "2" AND output STREQUAL "${expected_output}" AND errors MATCHES "${expected_errors}")
    set(holds TRUE)
  endif()
  report_unless(${holds} "${behaviour}")
endfunction()
