# The installed command runs, and finds its library where that is shared.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

file(REMOVE_RECURSE ${WORK}/tool)
set(configuration)
if(CONFIG)  # a build folder need not have one
  set(configuration --config ${CONFIG})
endif()
run(${CMAKE_COMMAND} --install ${BUILD} ${configuration} --prefix ${WORK}/tool)
run(${WORK}/tool/${BINDIR}/mmapkit flags)
if(NOT run_output MATCHES "no_replace")
  message(FATAL_ERROR "the installed command lists no flags:\n${run_output}")
endif()
