# The installed command runs, and finds its library where that is shared; its manual page and its completions lie where
# man and the shells look for them.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

file(REMOVE_RECURSE ${TOOL_INSTALLED})
set(configuration)
if(CONFIG)  # a build folder need not have one
  set(configuration --config ${CONFIG})
endif()
run(${CMAKE_COMMAND} --install ${BUILD} ${configuration} --prefix ${TOOL_INSTALLED})
expect_command(${TOOL_INSTALLED})
