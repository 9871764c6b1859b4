include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

set(ENV{HOME} "${FOLDER}")
file(WRITE "${FOLDER}/data.txt" "")

# What fish offers, one a line, with its description.
function(complete line)
  read_with(--no-config -c "source '${DESCRIPTION}/mmapkit.fish'
    complete -C '${line}'")
  set(output "${output}" PARENT_SCOPE)
endfunction()

complete("mmapkit to")
expect("a subcommand is completed" "^touch\tRead the pages of files and folders into memory\n$")
complete("mmapkit residency --max")
expect("an option is completed" "^--max-size\tSkip larger files: 4096, 10M, 1.5G\n$")
complete("mmapkit count --ign")
expect("an option of another subcommand is not" "^$")
complete("mmapkit count da")
expect("a file is completed" "^data.txt\n$")
complete("mmapkit lock --pid-file da")
expect("a file is completed where an option wants one" "^data.txt\n$")
complete("mmapkit da")
expect("no file stands for a subcommand" "^$")
