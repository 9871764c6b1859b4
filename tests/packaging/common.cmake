# What the scripts of this folder share. They are told SOURCE, WORK, COMPILER and COMPILER_FLAGS, and those that build
# also KIND (static or shared), GENERATOR, MAKE_PROGRAM, INSTALLED_FMT, FETCHED_FMT, PKG_CONFIG and NM.
cmake_minimum_required(VERSION 3.21)

separate_arguments(COMPILER_FLAGS NATIVE_COMMAND "${COMPILER_FLAGS}")
set(STANDARD -std=c++20)

# Runs a command; where it fails, the beginning of its output says why.
function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    list(JOIN ARGV " " command)
    string(SUBSTRING "${output}" 0 4000 output)
    message("${output}")
    message(FATAL_ERROR "it ended with ${result}: ${command}")
  endif()
  set(run_output "${output}" PARENT_SCOPE)
endfunction()

# Configures a project with the compiler under test, and builds it.
function(configure_and_build source build)
  file(REMOVE_RECURSE ${build})
  set(shared OFF)
  if(KIND STREQUAL "shared")
    set(shared ON)
  endif()
  set(settings
    -DCMAKE_MAKE_PROGRAM=${MAKE_PROGRAM}
    -DCMAKE_CXX_COMPILER=${COMPILER}
    -DBUILD_SHARED_LIBS=${shared})
  list(JOIN COMPILER_FLAGS " " flags)
  list(APPEND settings "-DCMAKE_CXX_FLAGS=${flags}")
  if(INSTALLED_FMT)
    list(APPEND settings -Dfmt_DIR=${INSTALLED_FMT})
  elseif(FETCHED_FMT)
    list(APPEND settings -DFETCHCONTENT_SOURCE_DIR_FMT=${FETCHED_FMT})
  endif()
  run(${CMAKE_COMMAND} -S ${source} -B ${build} -G ${GENERATOR} -DCMAKE_UNITY_BUILD=ON ${settings} ${ARGN})
  cmake_host_system_information(RESULT processors QUERY NUMBER_OF_LOGICAL_CORES)
  run(${CMAKE_COMMAND} --build ${build} --parallel ${processors})
endfunction()

# The consumer is given a file that is there on every system: the licence.
function(run_consumer program)
  run(${ARGN} ${program} ${SOURCE}/LICENSE)
  file(SIZE ${SOURCE}/LICENSE size)
  if(NOT run_output STREQUAL "${size} bytes\n")
    message(FATAL_ERROR "the consumer printed '${run_output}', not '${size} bytes'")
  endif()
endfunction()

# Where install.cmake leaves the library.
set(INSTALLED ${WORK}/${KIND}/installed)

# Where tool.cmake leaves the command, with all else.
set(TOOL_INSTALLED ${WORK}/tool)

# The command that is installed below the prefix runs, and what is about it is in its place.
function(expect_command prefix)
  run(${prefix}/${BINDIR}/mmapkit flags)
  if(NOT run_output MATCHES "no_replace")
    message(FATAL_ERROR "the installed command lists no flags:\n${run_output}")
  endif()
  foreach(file IN LISTS DESCRIPTION)
    if(NOT EXISTS ${prefix}/${file})
      message(FATAL_ERROR "there is no ${prefix}/${file}")
    endif()
  endforeach()
endfunction()
