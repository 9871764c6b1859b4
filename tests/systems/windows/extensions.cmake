# What MSVC has to compile uses no extension of GCC and Clang:
#
#     cmake -DCOMPILER=clang++ -DMINGW=x86_64-w64-mingw32-g++-posix -DSOURCE=. -DGENERATED=build/include
#       -DHEADERS=/usr/include -DWORK=build/extensions -P extensions.cmake
#
# Clang reads the portable layers and the backend of Windows as MSVC would (-fms-extensions, -fms-compatibility), and
# refuses what is not C++20 (-pedantic-errors); the headers are those of MinGW-w64. This is not MSVC: it knows other
# faults, and its own headers are others.
cmake_minimum_required(VERSION 3.21)
include(${SOURCE}/src/backend/units.cmake)

# These are no fault to -pedantic-errors. MSVC skips an attribute that it does not know.
file(GLOB_RECURSE sources ${SOURCE}/include/*.hpp ${SOURCE}/src/*.?pp)
list(FILTER sources EXCLUDE REGEX "/src/backend/(linux|bsd|posix)/|/scan/avx2/")  # avx2: for GCC and Clang alone
set(found)
foreach(source IN LISTS sources)
  file(STRINGS ${source} lines REGEX "__attribute__|__builtin_[a-z]+\\(|__extension__|__typeof__|__int128|\\[\\[gnu::")
  foreach(line IN LISTS lines)
    if(NOT line MATCHES "^ *//" AND NOT (line MATCHES "\\[\\[gnu::cold\\]\\]" AND source MATCHES "/src/"))
      string(APPEND found "\n  ${source}: ${line}")
    endif()
  endforeach()
endforeach()
if(found)
  message(FATAL_ERROR "MSVC does not have:${found}")
endif()

# MinGW's headers ask for the macros of GCC, which Clang leaves out where it takes the part of MSVC.
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK}/include/mmapkit)
set(target --target=x86_64-w64-windows-gnu -std=c++20)
set(as_msvc -fms-extensions -fms-compatibility -fms-compatibility-version=19.30)
execute_process(COMMAND ${COMPILER} ${target} -dM -E -x c++ /dev/null OUTPUT_VARIABLE macros)
execute_process(COMMAND ${COMPILER} ${target} ${as_msvc} -dM -E -x c++ /dev/null OUTPUT_VARIABLE kept)
string(REGEX MATCHALL "#define [^\n]+" macros "${macros}")
set(missing)
foreach(line IN LISTS macros)
  string(FIND "${kept}" "${line}" at)
  if(at EQUAL -1 AND NOT line MATCHES "declspec|cdecl|stdcall|fastcall|thiscall|wchar_t")
    string(APPEND missing "${line}\n")
  endif()
endforeach()
file(WRITE ${WORK}/macros.h "${missing}")

# What is generated for this machine, as it is for Windows.
configure_file(${GENERATED}/mmapkit/version.hpp ${WORK}/include/mmapkit/version.hpp COPYONLY)
file(READ ${GENERATED}/mmapkit/export.hpp text)
string(REPLACE "has_wide_paths = false" "has_wide_paths = true" text "${text}")
file(WRITE ${WORK}/include/mmapkit/export.hpp "${text}")
foreach(folder IN LISTS HEADERS)
  foreach(header fmt xxhash.h)  # alone: /usr/include has more than that
    if(EXISTS ${folder}/${header})
      file(CREATE_LINK ${folder}/${header} ${WORK}/include/${header} SYMBOLIC)
    endif()
  endforeach()
endforeach()

execute_process(COMMAND ${MINGW} -E -v -x c++ /dev/null OUTPUT_QUIET ERROR_VARIABLE text)
string(REGEX REPLACE ".*#include <\\.\\.\\.> search starts here:\n(.*)End of search list.*" "\\1" text "${text}")
string(REGEX MATCHALL "/[^\n]+" folders "${text}")
list(FILTER folders EXCLUDE REGEX "/include(-fixed)?$")  # GCC's own; Clang has its own too
execute_process(COMMAND ${COMPILER} -print-resource-dir OUTPUT_VARIABLE own OUTPUT_STRIP_TRAILING_WHITESPACE)
list(APPEND folders ${own}/include /usr/x86_64-w64-mingw32/include ${WORK}/include)
list(TRANSFORM folders PREPEND -isystem)
set(flags ${target} ${as_msvc} -include ${WORK}/macros.h -Wno-macro-redefined -nostdinc ${folders} -I${SOURCE}/include
  -I${SOURCE}/src -DFMT_HEADER_ONLY=1 -DMMAPKIT_STATIC_DEFINE -Wall -Wextra -Werror -pedantic-errors -fsyntax-only)

mmapkit_backend_folders(Windows folders)
mmapkit_backend_sources(${SOURCE}/src/backend "${folders}" backend)
list(TRANSFORM backend PREPEND ${SOURCE}/src/backend/)
foreach(layer checks calls types backend)
  if(layer STREQUAL "backend")
    set(sources ${backend})
  else()
    file(GLOB sources ${SOURCE}/src/${layer}/*.cpp)
  endif()
  list(TRANSFORM sources REPLACE "(.+)" "#include \"\\1\"\n")
  string(CONCAT text ${sources})
  file(WRITE ${WORK}/${layer}.cpp "${text}")
  execute_process(COMMAND ${COMPILER} ${flags} ${WORK}/${layer}.cpp RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(SEND_ERROR "src/${layer} is not what MSVC compiles")
  endif()
endforeach()
