# The warnings that every target of the project is compiled with.
function(mmapkit_warnings target)
  if(MSVC)
    target_compile_options(${target} PRIVATE /W4 $<$<BOOL:${MMAPKIT_WERROR}>:/WX>)
  else()
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion -Wshadow -Wswitch
      $<$<BOOL:${MMAPKIT_WERROR}>:-Werror>)
  endif()
endfunction()
