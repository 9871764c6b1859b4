// Every system call of the POSIX backends, under its own name: os::mmap is ::mmap. They go through here so that a test
// build can make each of them fail. A call that one system alone has stands in that system's os.hpp, or in the one file
// that uses it.
#pragma once

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <type_traits>

#include "../seam.hpp"

namespace mmapkit::backend::os {

// What a call returns that fails.
template <class Result>
Result failed(int code) noexcept {
  errno = code;
  if constexpr (std::is_pointer_v<Result>)
    return static_cast<Result>(MAP_FAILED);
  else
    return -1;
}

// A call that tells its error in errno.
#define MMAPKIT_SYSTEM_CALL(name)                                                                     \
  template <class... Argument>                                                                        \
  auto name(Argument... argument) noexcept {                                                          \
    if (const int code = seam::failure_of(#name)) return failed<decltype(::name(argument...))>(code); \
    return ::name(argument...);                                                                       \
  }

// A call that returns its error.
#define MMAPKIT_SYSTEM_CALL_RETURNING_ITS_ERROR(name)          \
  template <class... Argument>                                 \
  int name(Argument... argument) noexcept {                    \
    if (const int code = seam::failure_of(#name)) return code; \
    return ::name(argument...);                                \
  }

MMAPKIT_SYSTEM_CALL(access)
MMAPKIT_SYSTEM_CALL(faccessat)
MMAPKIT_SYSTEM_CALL(fcntl)
MMAPKIT_SYSTEM_CALL(fstat)
MMAPKIT_SYSTEM_CALL(fstatvfs)
MMAPKIT_SYSTEM_CALL(fsync)
MMAPKIT_SYSTEM_CALL(ftruncate)
MMAPKIT_SYSTEM_CALL(getrlimit)
MMAPKIT_SYSTEM_CALL(lseek)
MMAPKIT_SYSTEM_CALL(madvise)
MMAPKIT_SYSTEM_CALL(mmap)
MMAPKIT_SYSTEM_CALL(mprotect)
MMAPKIT_SYSTEM_CALL(msync)
MMAPKIT_SYSTEM_CALL(munmap)
MMAPKIT_SYSTEM_CALL(open)
MMAPKIT_SYSTEM_CALL(pread)
MMAPKIT_SYSTEM_CALL(pwrite)
MMAPKIT_SYSTEM_CALL(read)
MMAPKIT_SYSTEM_CALL(shm_open)
MMAPKIT_SYSTEM_CALL(shm_unlink)
MMAPKIT_SYSTEM_CALL(sigaction)
MMAPKIT_SYSTEM_CALL(stat)
MMAPKIT_SYSTEM_CALL_RETURNING_ITS_ERROR(posix_madvise)
MMAPKIT_SYSTEM_CALL_RETURNING_ITS_ERROR(pthread_sigmask)

// Where it fails the descriptor is closed all the same.
inline int close(int file) noexcept {
  const int result = ::close(file);
  const int code = seam::failure_of("close");
  return code == 0 ? result : failed<int>(code);
}

}  // namespace mmapkit::backend::os
