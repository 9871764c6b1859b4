# Writes a comparison for each native name in the rows that may be one of the system's macros:
#
#     cmake -DFLAGS=include/mmapkit/flags -DOUTPUT=native_names.inc -P native_names.cmake
#
#     #if defined(MAP_PRIVATE)
#     compare(mmap_flag::private_, "MAP_PRIVATE", MAP_PRIVATE);
#     #endif
cmake_minimum_required(VERSION 3.21)
set(text)
file(GLOB headers ${FLAGS}/*.hpp)
foreach(header IN LISTS headers)
  file(READ ${header} content)
  string(REPLACE ";" "," content "${content}")
  string(REGEX MATCHALL "\\{[a-z_]+::[a-z_0-9]+,[ \n]+\"[a-z_0-9]+\",[ \n]+\"[^\"]+\"" rows "${content}")
  foreach(row IN LISTS rows)
    string(REGEX MATCH "^\\{([a-z_]+::[a-z_0-9]+),[ \n]+\"[a-z_0-9]+\",[ \n]+\"([^\"]+)\"$" row "${row}")
    set(flag ${CMAKE_MATCH_1})
    string(REPLACE "/" ";" names "${CMAKE_MATCH_2}")
    foreach(name IN LISTS names)
      if(flag MATCHES "^call::")
        set(macro SYS_${name})
      else()
        set(macro ${name})
      endif()
      # Of no use without MAP_FIXED (FreeBSD's mmap(2)): the library gives both.
      if(macro STREQUAL "MAP_EXCL")
        set(macro MAP_FIXED|MAP_EXCL)
      endif()
      if(NOT macro MATCHES "^[A-Za-z_0-9|]+$")
        continue()
      endif()
      string(REGEX REPLACE "[A-Za-z_0-9]+" "defined(\\0)" condition "${macro}")
      string(REPLACE "|" " && " condition "${condition}")
      string(APPEND text "#if ${condition}\ncompare(${flag}, \"${name}\", ${macro});\n#endif\n")
    endforeach()
  endforeach()
endforeach()
file(WRITE ${OUTPUT} "${text}")
