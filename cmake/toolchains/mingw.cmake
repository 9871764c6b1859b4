# Windows programs, built on Linux by MinGW-w64 and run by Wine:
#
#     cmake -S . -B build/windows --toolchain cmake/toolchains/mingw.cmake
#     cmake -S . -B build/windows32 --toolchain cmake/toolchains/mingw.cmake -DMMAPKIT_PROCESSOR=i686
#
# Packages of the build machine are not for Windows and stay unseen; one that is, or is headers alone, is found through
# -DCMAKE_PREFIX_PATH=...
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES MMAPKIT_PROCESSOR)
set(CMAKE_SYSTEM_NAME Windows)
if(NOT MMAPKIT_PROCESSOR)
  set(MMAPKIT_PROCESSOR x86_64)
endif()
set(CMAKE_SYSTEM_PROCESSOR ${MMAPKIT_PROCESSOR})

# The variant with POSIX threads: the other one has no std::thread.
set(CMAKE_C_COMPILER ${MMAPKIT_PROCESSOR}-w64-mingw32-gcc-posix)
set(CMAKE_CXX_COMPILER ${MMAPKIT_PROCESSOR}-w64-mingw32-g++-posix)
set(CMAKE_RC_COMPILER ${MMAPKIT_PROCESSOR}-w64-mingw32-windres)
set(CMAKE_CROSSCOMPILING_EMULATOR wine)

# Programs bring their runtime along, so that Wine needs no DLL. Not with a library in a DLL: error categories are
# compared by address, and each copy of the runtime has its own.
if(NOT BUILD_SHARED_LIBS)
  set(CMAKE_EXE_LINKER_FLAGS_INIT -static)
endif()

# Prefixes count as roots, or only what lies below MinGW's own would be found.
set(CMAKE_FIND_ROOT_PATH /usr/${MMAPKIT_PROCESSOR}-w64-mingw32 ${CMAKE_PREFIX_PATH})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
