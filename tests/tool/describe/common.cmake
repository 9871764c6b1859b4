# What the scripts have in common: READER is the program that reads what was made, DESCRIPTION the folder of it, and
# FOLDER a folder for the test.
cmake_minimum_required(VERSION 3.21)

file(REMOVE_RECURSE "${FOLDER}")
file(MAKE_DIRECTORY "${FOLDER}")

# Runs the reader; it must succeed and complain of nothing. Sets `output`.
function(read_with)
  execute_process(COMMAND "${READER}" ${ARGN} WORKING_DIRECTORY "${FOLDER}"
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  if(NOT status EQUAL 0 OR NOT errors STREQUAL "")
    message(FATAL_ERROR "${READER} ended with ${status}: ${errors}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

# The last output matches.
function(expect behaviour pattern)
  if(NOT output MATCHES "${pattern}")
    message(SEND_ERROR "not so: ${behaviour}\noutput: [${output}]")
  endif()
endfunction()
