# The part that all of zig's systems share. The file that includes this one has set ZIG_TARGET and CMAKE_SYSTEM_NAME.
if(NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
  set(zig_folder $ENV{XDG_CACHE_HOME}/mmapkit/zig-0.11.0)
else()
  set(zig_folder $ENV{HOME}/.cache/mmapkit/zig-0.11.0)
endif()
if(NOT EXISTS ${zig_folder}/c++)
  message(FATAL_ERROR "zig's C++ compiler is not in ${zig_folder}; get it with: sh cmake/zig.sh")
endif()

set(CMAKE_CXX_COMPILER ${zig_folder}/c++)
set(CMAKE_AR ${zig_folder}/ar)
set(CMAKE_RANLIB ${zig_folder}/ranlib)
set(CMAKE_CXX_FLAGS_INIT "-target ${ZIG_TARGET}")

# zig brings every header and library of its systems along: nothing is to be found here.
set(CMAKE_FIND_ROOT_PATH ${zig_folder}/lib/libc)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_DISABLE_PRECOMPILE_HEADERS ON)

# zig 0.11 leaves this file out of its libc++; what needs std::pmr has to bring it along.
set(MMAPKIT_LIBCXX_MEMORY_RESOURCE ${zig_folder}/lib/libcxx/src/memory_resource.cpp)
