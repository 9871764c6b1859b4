# The project and the program that README.md shows in whole, with this source in the place of what would be fetched.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

set(project ${WORK}/${KIND}/fetched_source)
set(build ${WORK}/${KIND}/fetched)
file(REMOVE_RECURSE ${project})
file(COPY ${CMAKE_CURRENT_LIST_DIR}/project/CMakeLists.txt ${SOURCE}/tests/examples/read.cpp DESTINATION ${project})
configure_and_build(${project} ${build} -DFETCHCONTENT_SOURCE_DIR_MMAPKIT=${SOURCE})

file(READ ${SOURCE}/LICENSE text)
string(REGEX MATCHALL "\n" lines "${text}")
list(LENGTH lines lines)
file(SIZE ${SOURCE}/LICENSE size)
run(${build}/read ${SOURCE}/LICENSE)
if(NOT run_output STREQUAL "${lines} lines in ${size} bytes\n")
  message(FATAL_ERROR "the program printed '${run_output}', not '${lines} lines in ${size} bytes'")
endif()
