# Every system's backend has all files and functions of the contract, and what is missing is named before it is compiled.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/backend_check.cmake)

foreach(system Linux Darwin FreeBSD DragonFly NetBSD OpenBSD Windows)
  check_backend(${SOURCE}/src/backend ${system})
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${system}: ${output}")
  endif()
endforeach()

# A copy in which something is missing.
set(copy ${WORK}/backend)
function(make_copy)
  file(REMOVE_RECURSE ${copy})
  file(COPY ${SOURCE}/src/backend/ DESTINATION ${copy})
endfunction()

make_copy()
file(REMOVE ${copy}/posix/munmap.cpp)
expect_message("munmap.cpp is missing" "linux/munmap.cpp is missing" ${copy} Linux)

make_copy()
file(REMOVE ${copy}/bsd/madvise.cpp)
expect_message("madvise.cpp is missing" "bsd/openbsd/madvise.cpp is missing" ${copy} OpenBSD)

make_copy()
file(READ ${copy}/linux/pkey.cpp text)
string(REPLACE "void pkey_free(" "void pkey_release(" text "${text}")
file(WRITE ${copy}/linux/pkey.cpp "${text}")
expect_message("pkey_free is missing" "linux/pkey.cpp does not define pkey_free()" ${copy} Linux)

make_copy()
file(APPEND ${copy}/pages.hpp "// mlock.cpp\nvoid mlock_again(const void* addr, std::size_t length) noexcept;\n")
expect_message("mlock_again is missing" "windows/mlock.cpp does not define mlock_again()" ${copy} Windows)

make_copy()
file(READ ${copy}/native_value.hpp text)
string(REPLACE "X(advice," "X(new_flag, std::uint64_t) X(advice," text "${text}")
file(WRITE ${copy}/native_value.hpp "${text}")
expect_message("new_flag has no number" "no file of bsd/freebsd defines native_value(new_flag)" ${copy} FreeBSD)

# What a system does not have is found by the name of its file.
make_copy()
file(REMOVE ${copy}/linux/mseal.cpp)
check_backend(${copy} Linux)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "without linux/mseal.cpp that of unimplemented is not taken: ${output}")
endif()
file(REMOVE_RECURSE ${copy})
