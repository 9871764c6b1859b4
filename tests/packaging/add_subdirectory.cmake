# A project that builds the library as a part of itself. With PARENT_HAS_FMT it has fmt already, and the library must
# take that one and look for no other.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

set(build ${WORK}/${KIND}/add_subdirectory)
set(settings -DMMAPKIT_SOURCE=${SOURCE})
if(PARENT_HAS_FMT)
  set(build ${build}.parent_has_fmt)
  list(APPEND settings -DCONSUMER_HAS_FMT=ON)
endif()
configure_and_build(${SOURCE}/tests/packaging/consumer ${build} ${settings})
run_consumer(${build}/consumer)
