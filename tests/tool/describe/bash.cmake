include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

# What bash offers for the last of these words, one a line.
function(complete)
  list(JOIN ARGN "' '" words)
  list(LENGTH ARGN count)
  math(EXPR last "${count} - 1")
  read_with(--norc -c "source '${DESCRIPTION}/mmapkit.bash'
    COMP_WORDS=('${words}') COMP_CWORD=${last}
    _mmapkit
    printf '%s\\n' \"\${COMPREPLY[@]}\"")
  set(output "${output}" PARENT_SCOPE)
endfunction()

complete(mmapkit to)
expect("a subcommand is completed" "^touch\n$")
complete(mmapkit "")
expect("all subcommands are offered" "^flags\ncount\nfind\nresidency\ntouch\nevict\nlock\n")
complete(mmapkit residency --max)
expect("an option is completed" "^--max-size\n$")
complete(mmapkit count --ign)
expect("an option of another subcommand is not" "^\n$")
complete(mmapkit count -l na)
expect("names of files are left to bash" "^\n$")
complete(mmapkit find -- -c --co)
expect("after -- there are no options" "^\n$")
read_with(--norc -c "source '${DESCRIPTION}/mmapkit.bash'
  complete -p mmapkit")
expect("bash knows whom to ask" "-o default -F _mmapkit mmapkit\n$")
