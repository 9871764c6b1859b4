# Runs test programs with a temporary folder of their own, and looks at what they leave in it:
#
#     cmake -DFOLDER=folder "-DPROGRAMS=program|argument,program|argument|argument" -P leaves_nothing.cmake
file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})
string(REPLACE "," ";" programs "${PROGRAMS}")
foreach(program IN LISTS programs)
  string(REPLACE "|" ";" command "${program}")
  execute_process(COMMAND ${CMAKE_COMMAND} -E env TMPDIR=${FOLDER} ${command}
    OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${program} fails:\n${output}")
  endif()
  file(GLOB left RELATIVE ${FOLDER} ${FOLDER}/* ${FOLDER}/.*)
  list(REMOVE_ITEM left . ..)
  if(left)
    message(FATAL_ERROR "${program} leaves in its temporary folder: ${left}")
  endif()
endforeach()
file(REMOVE_RECURSE ${FOLDER})
