# The warnings that every target of the project is compiled with.
function(mmapkit_warnings target)
  if(MSVC)
    # 5030: an attribute of another compiler.
    target_compile_options(${target} PRIVATE /W4 /wd5030 $<$<BOOL:${MMAPKIT_WERROR}>:/WX>)
  else()
    # In a unity build files stand side by side that know nothing of each other's names.
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion $<$<NOT:$<BOOL:${CMAKE_UNITY_BUILD}>>:-Wshadow>
      -Wswitch $<$<BOOL:${MMAPKIT_WERROR}>:-Werror>)
  endif()
endfunction()
