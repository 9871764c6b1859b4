# What does not compile says why: that a number is no handle, and how memory is got; and of a part without its count
# not that it is a view of a temporary.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

function(compile source result output)
  file(WRITE ${WORK}/refused_handle.cpp "#include <cstddef>\n#include <mmapkit/allocation.hpp>\n\
#include <mmapkit/calls/mmap.hpp>\n\
#include <mmapkit/mapping.hpp>\nusing namespace mmapkit;\nvoid use(native_handle variable) {\n  ${source}\n}\n")
  execute_process(COMMAND ${COMPILER} ${COMPILER_FLAGS} ${STANDARD} -DMMAPKIT_STATIC_DEFINE -I${SOURCE}/include
    -I${GENERATED} -c ${WORK}/refused_handle.cpp -o ${WORK}/refused_handle.o
    RESULT_VARIABLE code OUTPUT_VARIABLE text ERROR_VARIABLE text)
  set(${result} ${code} PARENT_SCOPE)
  set(${output} "${text}" PARENT_SCOPE)
endfunction()

foreach(source "mapping a{variable};" "mapping a{handle_view{variable}};")
  compile("${source}" code text)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "this should compile: ${source}\n${text}")
  endif()
endforeach()

foreach(source "mapping a{4096};" "mapping a{'a'};" "mapping a{true};" "mapping a{NULL};" "mapping a{nullptr};"
        "auto a = mmap(4096);")
  compile("${source}" code text)
  if(code EQUAL 0)
    message(FATAL_ERROR "this should not compile: ${source}")
  endif()
  if(NOT text MATCHES "for memory: allocate\\(bytes\\), or mmap_options")
    message(FATAL_ERROR "the message does not say how memory is got: ${source}\n${text}")
  endif()
endforeach()

foreach(source "mapping a{variable}; a.as<int>(0);" "mapping a{variable}; a.as_writable<int>(0);")
  compile("${source}" code text)
  if(code EQUAL 0 OR text MATCHES "use of deleted|call to deleted")
    message(FATAL_ERROR "this should not compile for want of a count: ${source}\n${text}")
  endif()
endforeach()
