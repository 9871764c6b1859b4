# The library, compiled by Clang for SYSTEM with the declarations of this folder in place of the system's own headers:
#
#     cmake -DSYSTEM=FreeBSD -DCOMPILER=clang++ -DSOURCE=. -DGENERATED=build/include -DHEADERS=/usr/include -DWORK=build/bsd
#       -P compile.cmake
#
# The C++ library, and the headers of the C standard, are this machine's. Each file of the backend is compiled on its
# own, so that none lives on what another one includes. The numbers of all flags are compared as well.
cmake_minimum_required(VERSION 3.21)
include(${SOURCE}/src/backend/units.cmake)
string(TOLOWER ${SYSTEM} system)
set(failures)
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})

# The folders in which this machine's compiler looks for headers.
execute_process(COMMAND ${COMPILER} -E -v -x c++ /dev/null OUTPUT_QUIET ERROR_VARIABLE text)
string(REGEX REPLACE ".*#include <\\.\\.\\.> search starts here:\n(.*)End of search list.*" "\\1" text "${text}")
string(REGEX MATCHALL "/[^\n]+" host_folders "${text}")
execute_process(COMMAND ${COMPILER} -dumpmachine OUTPUT_VARIABLE machine OUTPUT_STRIP_TRAILING_WHITESPACE)
string(REGEX REPLACE "-.*" "" processor ${machine})

set(flags --target=${processor}-unknown-${system} -nostdinc -D_GNU_SOURCE -DFMT_HEADER_ONLY=1 -DMMAPKIT_STATIC_DEFINE)
foreach(folder ${system} common host)
  list(APPEND flags -isystem ${CMAKE_CURRENT_LIST_DIR}/declarations/${folder})
endforeach()
foreach(folder IN LISTS host_folders HEADERS)
  list(APPEND flags -isystem ${folder})
endforeach()
list(APPEND flags -I${GENERATED} -I${SOURCE}/include -I${SOURCE}/src -I${SOURCE}/src/backend/bsd/${system} -std=c++20 -O0
  -fPIC -fno-stack-protector -Wall -Wextra -Wconversion -Wswitch -Werror)

function(compile source)
  string(REGEX REPLACE "[/.]" "_" object ${source})
  cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${SOURCE}/src)
  execute_process(COMMAND ${COMPILER} ${flags} ${ARGN} -c ${source} -o ${WORK}/${object}.o
    RESULT_VARIABLE result ERROR_VARIABLE text)
  if(NOT result EQUAL 0)
    message("${text}")
    set(failures ${failures} ${source} PARENT_SCOPE)
  endif()
  set(objects ${objects} ${WORK}/${object}.o PARENT_SCOPE)
endfunction()

# The backend, and each portable layer as one file.
mmapkit_backend_folders(${SYSTEM} folders)
mmapkit_backend_sources(${SOURCE}/src/backend "${folders}" backend)
foreach(source IN LISTS backend)
  compile(backend/${source} -Wshadow)
endforeach()
set(backend_objects ${objects})
foreach(layer checks calls types)
  file(GLOB sources ${SOURCE}/src/${layer}/*.cpp)
  list(TRANSFORM sources REPLACE "(.+)" "#include \"\\1\"\n")
  string(CONCAT text ${sources})
  file(WRITE ${WORK}/${layer}.cpp "${text}")
  compile(${WORK}/${layer}.cpp)
endforeach()
if(failures)
  list(JOIN failures "\n  " failures)
  message(FATAL_ERROR "for ${SYSTEM} these do not compile:\n  ${failures}")
endif()

# The functions that know the numbers call no system, and run here: the objects are those of this processor.
execute_process(COMMAND ${CMAKE_COMMAND} -DFLAGS=${SOURCE}/include/mmapkit/flags -DOUTPUT=${WORK}/names/native_names.inc
  -P ${SOURCE}/tests/truth/native_names.cmake COMMAND_ERROR_IS_FATAL ANY)
set(objects)
compile(${CMAKE_CURRENT_LIST_DIR}/numbers.cpp -I${WORK}/names)
execute_process(COMMAND ${COMPILER} -fuse-ld=lld -Wl,--unresolved-symbols=ignore-all ${objects} ${backend_objects}
  -o ${WORK}/numbers COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${WORK}/numbers RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "for ${SYSTEM} numbers of flags are wrong")
endif()
