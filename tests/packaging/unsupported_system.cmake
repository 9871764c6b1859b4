# On a system without a backend the build stops, and the message says what can be done.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/backend_check.cmake)

foreach(system Haiku SunOS AIX GNU)
  expect_message("there is no backend" "no backend for ${system}: for a POSIX system a port is" ${SOURCE}/src/backend
    ${system})
endforeach()
foreach(system Emscripten WASI)
  expect_message("there are no pages" "no backend for ${system}: WebAssembly has no pages" ${SOURCE}/src/backend ${system})
endforeach()
foreach(system CYGWIN MSYS)
  expect_message("Windows has a backend" "no backend for ${system}: build for Windows itself" ${SOURCE}/src/backend
    ${system})
endforeach()
expect_message("Android is not Linux" "no backend for Android: its C library has no shm_open" ${SOURCE}/src/backend Android)
