# On a system without a backend the library does not compile, and the compiler's message says where to read on.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

execute_process(COMMAND ${COMPILER} ${COMPILER_FLAGS} ${STANDARD} -fsyntax-only ${SOURCE}/src/unsupported/backend.cpp
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(result EQUAL 0)
  message(FATAL_ERROR "it compiles")
endif()
if(NOT output MATCHES "section Porting in README.md")
  message(FATAL_ERROR "the message does not name the section Porting of README.md:\n${output}")
endif()
