# The module is built, installed and imported, by this compiler, and by Clang too where one is there that can: with the
# library as the first compiler built it, since a package is built by one and used by all.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

set(KIND static)
set(prefix ${WORK}/module/installed)

function(expect_import build)
  configure_and_build(${SOURCE}/tests/packaging/module ${build} ${ARGN})
  run_consumer(${build}/imports)
endfunction()

file(REMOVE_RECURSE ${prefix})
configure_and_build(${SOURCE} ${WORK}/module/library -DCMAKE_BUILD_TYPE=Debug -DMMAPKIT_MODULE=ON -DMMAPKIT_TESTS=OFF
  -DMMAPKIT_TOOL=OFF -DMMAPKIT_WERROR=ON)
run(${CMAKE_COMMAND} --install ${WORK}/module/library --prefix ${prefix})
expect_import(${WORK}/module/imports -Dmmapkit_ROOT=${prefix})
expect_import(${WORK}/module/imports_sources -DMMAPKIT_SOURCE=${SOURCE})
if(OTHER_COMPILER)
  set(COMPILER ${OTHER_COMPILER})
  expect_import(${WORK}/module/imports_by_other -Dmmapkit_ROOT=${prefix})
endif()
