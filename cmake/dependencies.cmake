# What the project is built with; all of it is headers alone, but for RE2. For each, the first of these that is there: the target that
# a parent project made; when cross-compiling, the headers of this machine, which serve every system alike; the
# installed package; a pinned release from its home.
include(FetchContent)

# Defines `target` as the headers below `folder`, a system folder to the compiler.
function(mmapkit_header_target target folder)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} INTERFACE ${folder})
  if(target STREQUAL "fmt::fmt-header-only")
    target_compile_definitions(${target} INTERFACE FMT_HEADER_ONLY=1)
  endif()
endfunction()

# Defines `target` from the headers of this machine, if it has them. They are linked into a folder of their own: with
# /usr/include itself on its path a cross compiler would take everything else from there too.
function(mmapkit_host_headers target header)
  if(NOT CMAKE_CROSSCOMPILING)
    find_path(MMAPKIT_HOST_${header} ${header})
  endif()
  find_path(MMAPKIT_HOST_${header} ${header} PATHS /usr/include /usr/local/include /opt/homebrew/include
    NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
  mark_as_advanced(MMAPKIT_HOST_${header})
  if(NOT MMAPKIT_HOST_${header})
    return()
  endif()
  string(REGEX REPLACE "/.*" "" linked ${header})  # its folder, or a header that is in none
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/host-headers)
  file(CREATE_LINK ${MMAPKIT_HOST_${header}}/${linked} ${PROJECT_BINARY_DIR}/host-headers/${linked} SYMBOLIC)
  mmapkit_header_target(${target} ${PROJECT_BINARY_DIR}/host-headers)
endfunction()

# The least version may follow the hash.
function(mmapkit_dependency package target header url hash)
  if(CMAKE_CROSSCOMPILING AND NOT TARGET ${target})
    mmapkit_host_headers(${target} ${header})
  endif()
  if(TARGET ${target})
    return()
  endif()
  find_package(${package} ${ARGN} QUIET)
  if(TARGET ${target})
    return()
  endif()
  if(NOT CMAKE_CROSSCOMPILING AND NOT ARGN)  # a package may have no CMake configuration
    mmapkit_host_headers(${target} ${header})
    if(TARGET ${target})
      return()
    endif()
  endif()
  message(STATUS "${package} is not installed: fetching ${url}")
  if(POLICY CMP0135)
    cmake_policy(SET CMP0135 NEW)
  endif()
  # There is no such subdirectory: the headers are all that is wanted, not the package's own build, tests and install.
  FetchContent_Declare(${package} URL ${url} URL_HASH SHA256=${hash} SOURCE_SUBDIR none)
  FetchContent_MakeAvailable(${package})
  FetchContent_GetProperties(${package} SOURCE_DIR source)
  find_path(MMAPKIT_FETCHED_${header} ${header} PATHS ${source}/include ${source}
    REQUIRED NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
  mark_as_advanced(MMAPKIT_FETCHED_${header})
  mmapkit_header_target(${target} ${MMAPKIT_FETCHED_${header}})
endfunction()

mmapkit_dependency(fmt fmt::fmt-header-only fmt/format.h
  https://github.com/fmtlib/fmt/archive/refs/tags/9.1.0.tar.gz
  5dea48d1fcddc3ec571ce2058e13910a0d4a6bab4cc09a809d8b1dd1c88ae6f2 9)
mmapkit_dependency(xxHash xxhash::xxhash-header-only xxhash.h
  https://github.com/Cyan4973/xxHash/archive/refs/tags/v0.8.1.tar.gz
  3bb6b7d6f30c591dd65aaaff1c8b7a5b94d81687998ca9400082c739a690436c)
if(MMAPKIT_TOOL)
  mmapkit_dependency(CLI11 CLI11::CLI11 CLI/CLI.hpp
    https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.4.1.tar.gz
    73b7ec52261ce8fe980a29df6b4ceb66243bb0b779451dbd3d014cfec9fdbb58)
  mmapkit_dependency(nlohmann_json nlohmann_json::nlohmann_json nlohmann/json.hpp
    https://github.com/nlohmann/json/archive/refs/tags/v3.11.2.tar.gz
    d69f9deb6a75e2580465c6c4c5111b89c4dc2fa94e3a85fcd2ffcd9a143d9273)
endif()
# RE2 is a library: the target that a parent project made, or what is installed for this machine. Where it is not, the
# command has no regular expressions.
function(mmapkit_find_re2)
  if(TARGET re2::re2 OR CMAKE_CROSSCOMPILING)
    return()
  endif()
  find_package(re2 QUIET)
  if(TARGET re2::re2)
    set_target_properties(re2::re2 PROPERTIES IMPORTED_GLOBAL TRUE)
    return()
  endif()
  find_path(MMAPKIT_RE2_INCLUDE re2/filtered_re2.h)  # a package may have no CMake configuration
  find_library(MMAPKIT_RE2_LIBRARY re2)
  mark_as_advanced(MMAPKIT_RE2_INCLUDE MMAPKIT_RE2_LIBRARY)
  if(MMAPKIT_RE2_INCLUDE AND MMAPKIT_RE2_LIBRARY)
    find_package(Threads REQUIRED)
    add_library(re2::re2 UNKNOWN IMPORTED GLOBAL)
    set_target_properties(re2::re2 PROPERTIES
      IMPORTED_LOCATION ${MMAPKIT_RE2_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${MMAPKIT_RE2_INCLUDE}
      INTERFACE_LINK_LIBRARIES Threads::Threads)
  endif()
endfunction()
if(MMAPKIT_TOOL AND MMAPKIT_REGULAR_EXPRESSIONS)
  mmapkit_find_re2()
  if(NOT TARGET re2::re2)
    set(without_re2 "RE2 was not found: the command has no regular expressions, only fixed texts")
    if(MMAPKIT_REGULAR_EXPRESSIONS STREQUAL "AUTO")
      message(STATUS "${without_re2}")
    else()
      message(FATAL_ERROR "${without_re2}")
    endif()
  endif()
endif()
if(MMAPKIT_TESTS)
  mmapkit_dependency(doctest doctest::doctest doctest/doctest.h
    https://github.com/doctest/doctest/archive/refs/tags/v2.4.11.tar.gz
    632ed2c05a7f53fa961381497bf8069093f0d6628c5f26286161fbd32a560186)
endif()
