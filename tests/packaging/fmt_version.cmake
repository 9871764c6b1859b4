# A package of fmt that is older than 9 is not taken, and one that is not older is.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

set(package ${WORK}/fmt_version/package)
file(REMOVE_RECURSE ${WORK}/fmt_version)
file(WRITE ${WORK}/fmt_version/fetched/include/fmt/format.h "")
file(WRITE ${package}/fmt-config.cmake "add_library(fmt::fmt-header-only INTERFACE IMPORTED)\n")

# Sets `result` to whether the project takes the package where that has this version.
function(takes version result)
  include(CMakePackageConfigHelpers)
  write_basic_package_version_file(${package}/fmt-config-version.cmake VERSION ${version}
    COMPATIBILITY AnyNewerVersion ARCH_INDEPENDENT)
  set(build ${WORK}/fmt_version/${version})
  run(${CMAKE_COMMAND} -S ${SOURCE} -B ${build} -G ${GENERATOR} -DCMAKE_MAKE_PROGRAM=${MAKE_PROGRAM}
    -DCMAKE_CXX_COMPILER=${COMPILER} -DMMAPKIT_TESTS=OFF -DMMAPKIT_TOOL=OFF -Dfmt_DIR=${package}
    -DFETCHCONTENT_SOURCE_DIR_FMT=${WORK}/fmt_version/fetched)
  file(STRINGS ${build}/CMakeCache.txt taken REGEX "^fmt_DIR:")
  string(REGEX REPLACE "^[^=]*=" "" taken "${taken}")
  string(COMPARE EQUAL "${taken}" ${package} is_taken)
  set(${result} ${is_taken} PARENT_SCOPE)
endfunction()

takes(8.1.1 takes_old)
takes(9.0.0 takes_least)
takes(10.1.0 takes_newer)
if(takes_old OR NOT takes_least OR NOT takes_newer)
  message(FATAL_ERROR "of fmt 8.1.1, 9.0.0 and 10.1.0 these are taken: ${takes_old} ${takes_least} ${takes_newer}")
endif()
