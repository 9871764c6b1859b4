# The installed command runs, and finds its library where that is shared.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

file(REMOVE_RECURSE ${WORK}/tool)
run(${CMAKE_COMMAND} --install ${BUILD} --config "${CONFIG}" --prefix ${WORK}/tool)
run(${WORK}/tool/${BINDIR}/mmapkit flags)
if(NOT run_output MATCHES "no_replace")
  message(FATAL_ERROR "the installed command lists no flags:\n${run_output}")
endif()
