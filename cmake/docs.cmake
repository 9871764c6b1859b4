# The reference that can be browsed, in build/docs/html: cmake --build build --target docs
find_program(doxygen doxygen)
find_program(awk NAMES mawk gawk awk)
if(NOT doxygen OR NOT awk)
  return()
endif()
set(docs ${PROJECT_BINARY_DIR}/docs)
set(docs_source ${CMAKE_CURRENT_LIST_DIR}/docs)
set(inputs "\"${PROJECT_SOURCE_DIR}/include\" \"${PROJECT_BINARY_DIR}/include/mmapkit/version.hpp\" \"${docs_source}\" \"${docs}/pages\"")
configure_file(${docs_source}/Doxyfile.in ${docs}/Doxyfile @ONLY)
add_custom_target(docs
  COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DPAGES=${docs}/pages -P ${docs_source}/pages.cmake
  COMMAND ${doxygen} ${docs}/Doxyfile
  COMMENT "The reference: ${docs}/html/index.html"
  VERBATIM)
