# Linux programs for another processor, MMAPKIT_PROCESSOR, by Debian's cross compiler, and run by QEMU where this machine
# cannot: static, so that they need no libraries of that processor.
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES MMAPKIT_PROCESSOR)
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR ${MMAPKIT_PROCESSOR})

# Where the compiler or the emulator has another name for it.
set(target ${MMAPKIT_PROCESSOR}-linux-gnu)
set(emulator qemu-${MMAPKIT_PROCESSOR})
if(MMAPKIT_PROCESSOR STREQUAL "armhf")
  set(target arm-linux-gnueabihf)
  set(emulator qemu-arm)
elseif(MMAPKIT_PROCESSOR STREQUAL "ppc64le")
  set(target powerpc64le-linux-gnu)
elseif(MMAPKIT_PROCESSOR STREQUAL "i686")
  set(emulator "")
endif()

find_program(MMAPKIT_CROSS_COMPILER ${target}-g++ REQUIRED)
set(CMAKE_CXX_COMPILER ${MMAPKIT_CROSS_COMPILER})
set(CMAKE_EXE_LINKER_FLAGS_INIT -static)
if(emulator AND NOT DEFINED CMAKE_CROSSCOMPILING_EMULATOR)  # none for a virtual machine, which runs them itself
  find_program(MMAPKIT_EMULATOR NAMES ${emulator}-static ${emulator} REQUIRED)
  set(CMAKE_CROSSCOMPILING_EMULATOR ${MMAPKIT_EMULATOR})
endif()

set(CMAKE_FIND_ROOT_PATH /usr/${target})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
