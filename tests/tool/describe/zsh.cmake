include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

read_with(-f -n "${DESCRIPTION}/_mmapkit")

# zsh completes only at a terminal: it is given one of its own, where a key lists what matches.
file(WRITE "${FOLDER}/complete.zsh" [=[
zmodload zsh/zpty
zpty shell "TERM=dumb PS1='ready> ' zsh -f -i"
answer() { local text; zpty -r -m shell text "*$1*"; print -r -- "$text"; }
tell() { zpty -w shell "$1"; }
tell "fpath=($1 \$fpath); autoload -U compinit; compinit -D -u; zstyle ':completion:*' list-separator --; print is''set"
answer isset >/dev/null
zpty -w -n shell "$2"$'\t'
answer "$3"
zpty -d shell
]=])

function(complete line wanted)
  execute_process(COMMAND "${READER}" -f "${FOLDER}/complete.zsh" "${DESCRIPTION}" "${line}" "${wanted}" TIMEOUT 20
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  string(FIND "${output}" "${wanted}" found)
  if(found EQUAL -1)
    message(SEND_ERROR "'${line}' is not completed to '${wanted}', but (${status}): ${output}")
  endif()
endfunction()

complete("mmapkit to" "touch ")
complete("mmapkit residency --max" "--max-size=")
file(WRITE "${FOLDER}/data.txt" "")
complete("mmapkit lock --pid-file ${FOLDER}/da" "data.txt")
complete("mmapkit lock -" "End after so many seconds")
