# A program that includes mmapkit.hpp gets none of the macros of the operating system's headers, beyond those that the
# standard library's own headers bring.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

# The names of all macros that are defined after including the headers, given as <name>.
function(macros_after result)
  set(source ${WORK}/macros_of_${result}.cpp)
  string(REPLACE ";" "\n#include " includes "${ARGN}")
  file(WRITE ${source} "#include ${includes}\n")
  run(${COMPILER} ${COMPILER_FLAGS} ${STANDARD} -DMMAPKIT_STATIC_DEFINE -I${SOURCE}/include -I${GENERATED}
    -dM -E ${source})
  string(REGEX MATCHALL "#define [A-Za-z0-9_]+" names "${run_output}")
  list(TRANSFORM names REPLACE "#define " "")
  set(${result} "${names}" PARENT_SCOPE)
endfunction()

# Which standard headers the public ones include. fmt.hpp and format.hpp are for libraries that may not be there.
file(GLOB_RECURSE headers ${SOURCE}/include/mmapkit/*.hpp)
list(FILTER headers EXCLUDE REGEX "/(fmt|format)\\.hpp$")
set(standard_headers)
foreach(header IN LISTS headers)
  file(STRINGS ${header} includes REGEX "^#include <[a-z0-9_]+>$")
  list(APPEND standard_headers ${includes})
endforeach()
list(TRANSFORM standard_headers REPLACE "#include " "")
list(REMOVE_DUPLICATES standard_headers)

if(WINDOWS)
  set(system_headers "<windows.h>")
  set(known PAGE_READONLY FILE_MAP_COPY CreateFile)
else()
  set(system_headers "<sys/mman.h>;<fcntl.h>;<unistd.h>")
  set(known PROT_READ MAP_SHARED MS_SYNC)
endif()

macros_after(library "<mmapkit/mmapkit.hpp>")
macros_after(standard ${standard_headers})
macros_after(system ${system_headers})

set(foreign ${system})
list(REMOVE_ITEM foreign ${standard})
foreach(name ${known})
  if(NOT name IN_LIST foreign)
    message(FATAL_ERROR "this test sees nothing: ${name} should be a macro of ${system_headers} alone")
  endif()
endforeach()

set(leaked)
foreach(name IN LISTS library)
  if(name IN_LIST foreign)
    list(APPEND leaked ${name})
  endif()
endforeach()
if(leaked)
  list(JOIN leaked " " leaked)
  message(FATAL_ERROR "mmapkit.hpp brings macros of ${system_headers}: ${leaked}")
endif()
