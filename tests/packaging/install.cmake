# Installs the library, then moves what was installed to another place: the tests that use it prove that it can be moved.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

set(prefix ${WORK}/${KIND}/prefix)
set(build ${WORK}/${KIND}/build)
file(REMOVE_RECURSE ${prefix} ${INSTALLED})
configure_and_build(${SOURCE} ${build}
  -DCMAKE_INSTALL_PREFIX=${prefix} -DMMAPKIT_TESTS=OFF -DMMAPKIT_TOOL=OFF)
run(${CMAKE_COMMAND} --install ${build})
file(RENAME ${prefix} ${INSTALLED})

file(GLOB_RECURSE installed ${INSTALLED}/*.cmake ${INSTALLED}/*.pc ${INSTALLED}/*.hpp)
foreach(file IN LISTS installed)
  file(READ ${file} text)
  foreach(place ${prefix} ${build} ${SOURCE})
    string(FIND "${text}" "${place}" found)
    if(NOT found EQUAL -1)
      message(FATAL_ERROR "${file} names a place of this machine: ${place}")
    endif()
  endforeach()
endforeach()

# Every public header is there, the generated one too, and no other.
file(GLOB expected RELATIVE ${SOURCE}/include ${SOURCE}/include/mmapkit/*.hpp)
list(APPEND expected mmapkit/export.hpp)
file(GLOB_RECURSE headers RELATIVE ${INSTALLED}/include ${INSTALLED}/include/*)
list(SORT expected)
list(SORT headers)
if(NOT headers STREQUAL expected)
  message(FATAL_ERROR "the installed headers are ${headers}, not ${expected}")
endif()
