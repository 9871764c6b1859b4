# find_package(mmapkit COMPONENTS ...): the command where it is installed, and a clear refusal otherwise. TOOL_INSTALLED
# is where tool.cmake installs all.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

set(project ${SOURCE}/tests/packaging/components)
set(build ${WORK}/components)

function(expect_refusal message)
  file(REMOVE_RECURSE ${build})
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${project} -B ${build} -G ${GENERATOR} -DCMAKE_MAKE_PROGRAM=${MAKE_PROGRAM}
      -DCMAKE_CXX_COMPILER=${COMPILER} ${ARGN}
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  string(REGEX REPLACE "[ \n]+" " " output "${output}")
  string(FIND "${output}" "${message}" found)
  if(result EQUAL 0 OR found EQUAL -1)
    message(FATAL_ERROR "not refused with '${message}', but with ${result}: ${output}")
  endif()
endfunction()

configure_and_build(${project} ${build} -Dmmapkit_ROOT=${TOOL_INSTALLED} -DREQUIRED_COMPONENT=tool)
configure_and_build(${project} ${build} -Dmmapkit_ROOT=${INSTALLED} -DOPTIONAL_COMPONENT=tool)
configure_and_build(${project} ${build} -Dmmapkit_ROOT=${INSTALLED} -DOPTIONAL_COMPONENT=engine)
expect_refusal("its component tool, the command, is not installed"
  -Dmmapkit_ROOT=${INSTALLED} -DREQUIRED_COMPONENT=tool)
expect_refusal("it has no component 'engine', only: module, tool"
  -Dmmapkit_ROOT=${TOOL_INSTALLED} -DREQUIRED_COMPONENT=engine)
expect_refusal("its component module is not installed: it was built without MMAPKIT_MODULE"
  -Dmmapkit_ROOT=${INSTALLED} -DREQUIRED_COMPONENT=module)
