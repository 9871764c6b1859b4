# A project that says find_package(mmapkit).
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

set(build ${WORK}/${KIND}/find_package)
configure_and_build(${SOURCE}/tests/packaging/consumer ${build} -Dmmapkit_ROOT=${INSTALLED})
run_consumer(${build}/consumer)

# Before 1.0 the next minor version may break what this one promised, so that no other is taken for it.
file(GLOB_RECURSE version_file ${INSTALLED}/*/mmapkitConfigVersion.cmake)
include(${version_file})
string(REGEX MATCH "^([0-9]+)\\.([0-9]+)" ignored ${PACKAGE_VERSION})
math(EXPR next "${CMAKE_MATCH_2} + 1")
set(own ${CMAKE_MATCH_2})
foreach(minor ${own} ${next})
  set(PACKAGE_FIND_VERSION ${CMAKE_MATCH_1}.${minor})
  set(PACKAGE_FIND_VERSION_MAJOR ${CMAKE_MATCH_1})
  set(PACKAGE_FIND_VERSION_MINOR ${minor})
  include(${version_file})
  if(minor EQUAL own AND NOT PACKAGE_VERSION_COMPATIBLE)
    message(FATAL_ERROR "version ${PACKAGE_VERSION} does not serve a project that asks for ${PACKAGE_FIND_VERSION}")
  elseif(NOT minor EQUAL own AND PACKAGE_VERSION_COMPATIBLE)
    message(FATAL_ERROR "version ${PACKAGE_VERSION} is taken for ${PACKAGE_FIND_VERSION}")
  endif()
endforeach()
