# The shared library exports its public names and no others: nothing of fmt or of the standard library, not even what
# compilers emit weakly everywhere, and nothing of the backends.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

file(GLOB_RECURSE library ${INSTALLED}/*/libmmapkit.so)
run(${NM} --dynamic --defined-only ${library})
string(REGEX MATCHALL "[^\n]+" symbols "${run_output}")

# In the names that compilers make (the Itanium C++ ABI) the namespace stands first: a demangled one may begin with the
# type that a function returns.
set(own 0)
set(wrong)
foreach(symbol IN LISTS symbols)
  string(REGEX REPLACE "^[0-9a-f]* *[A-Za-z] " "" name "${symbol}")
  if(name MATCHES "^_Z(N|NK|T[ISV]N)7mmapkit" AND NOT name MATCHES "7mmapkit7backend|_GLOBAL__N_")
    math(EXPR own "${own} + 1")
  else()
    list(APPEND wrong "${name}")
  endif()
endforeach()

if(wrong)
  list(JOIN wrong "\n  " wrong)
  message(FATAL_ERROR "${library} exports what is not public:\n  ${wrong}")
endif()
if(own LESS 20)
  message(FATAL_ERROR "${library} exports only ${own} names of the library:\n${run_output}")
endif()
# Without this one, a program could not catch what the library throws on every system.
if(NOT run_output MATCHES "_ZTIN7mmapkit10mmap_errorE")
  message(FATAL_ERROR "${library} does not export the type of mmap_error")
endif()
