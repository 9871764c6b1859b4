# A program that is compiled by hand, with what pkg-config says and nothing else.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

if(NOT PKG_CONFIG)
  message(FATAL_ERROR "pkg-config is not installed; `sh cmake/test.sh` installs it and runs the tests")
endif()

file(GLOB_RECURSE pc ${INSTALLED}/*/mmapkit.pc)
get_filename_component(pc_folder ${pc} DIRECTORY)
set(ENV{PKG_CONFIG_PATH} ${pc_folder})
run(${PKG_CONFIG} --cflags --libs mmapkit)
separate_arguments(flags NATIVE_COMMAND "${run_output}")

set(program ${WORK}/${KIND}/pkg_config)
set(consumer ${SOURCE}/tests/packaging/consumer)
run(${COMPILER} ${COMPILER_FLAGS} ${STANDARD} ${consumer}/main.cpp ${consumer}/other.cpp -o ${program} ${flags})
run(${PKG_CONFIG} --variable=libdir mmapkit)
string(STRIP "${run_output}" libdir)
set(ENV{LD_LIBRARY_PATH} ${libdir})
set(ENV{DYLD_LIBRARY_PATH} ${libdir})
run_consumer(${program})
