include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

read_with(-man -Tutf8 -ww -P-c -P-b -P-u "${DESCRIPTION}/mmapkit.1")
expect("the page is named for whatis" "\n +mmapkit [^\n]* maps files into memory")
foreach(command IN ITEMS flags count find residency touch evict lock)
  expect("the page has the command ${command}" "\n +mmapkit ${command} \\[OPTION\\]\\.\\.\\.")
endforeach()
expect("the page has an option with its value and its text" "--max-size SIZE\n +Skip larger files: 4096")
