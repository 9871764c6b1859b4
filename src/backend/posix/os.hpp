// Every system call of the POSIX backends, under its own name: os::mmap is ::mmap, but for the cancellation of threads.
// A test build makes each of them fail here. A call of one system alone is in that system's os.hpp, or in the one file
// that uses it.
#pragma once

#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <type_traits>

#include "backend/fault_injection.hpp"
#include "uncancelled.hpp"

namespace mmapkit::backend::os {

// The result of a call that fails.
template <class Result>
Result failed(int code) noexcept {
  errno = code;
  if constexpr (std::is_pointer_v<Result>)
    return static_cast<Result>(MAP_FAILED);
  else
    return -1;
}

// A call that sets errno.
#define MMAPKIT_SYSTEM_CALL(name)                                                                                \
  template <class... Argument>                                                                                   \
  auto name(Argument... argument) noexcept {                                                                     \
    if (const int code = fault_injection::failure_of(#name)) return failed<decltype(::name(argument...))>(code); \
    return ::name(argument...);                                                                                  \
  }

// A call that returns its error.
#define MMAPKIT_SYSTEM_CALL_RETURNING_ITS_ERROR(name)                     \
  template <class... Argument>                                            \
  int name(Argument... argument) noexcept {                               \
    if (const int code = fault_injection::failure_of(#name)) return code; \
    return ::name(argument...);                                           \
  }

// A thread that is cancelled (pthread_cancel) unwinds from the next cancellation point, and in a function that is
// noexcept that would end the process: while one of these lives, it is not cancelled.
class held_cancellation {
 public:
  held_cancellation() noexcept { ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before_); }
  ~held_cancellation() { ::pthread_setcancelstate(before_, &before_); }
  held_cancellation(const held_cancellation&) = delete;
  held_cancellation& operator=(const held_cancellation&) = delete;

 private:
  int before_ = 0;
};

// A call that sets errno, and is a cancellation point.
#define MMAPKIT_CANCELLATION_POINT(name)                                                                         \
  template <class... Argument>                                                                                   \
  auto name(Argument... argument) noexcept {                                                                     \
    if (const int code = fault_injection::failure_of(#name)) return failed<decltype(::name(argument...))>(code); \
    const held_cancellation held;                                                                                \
    return ::name(argument...);                                                                                  \
  }

// A call that would make a file longer than RLIMIT_FSIZE fails with EFBIG, and sends SIGXFSZ, which ends the process.
// While one of these lives the signal is blocked; at its end it is discarded.
class held_file_size_signal {
 public:
  held_file_size_signal() noexcept {  // NOLINT(cppcoreguidelines-pro-type-member-init): the calls fill them
    sigemptyset(&signal_);
    sigaddset(&signal_, SIGXFSZ);
    ::pthread_sigmask(SIG_BLOCK, &signal_, &before_);
    was_pending_ = is_pending();
  }
  // Also where the caller blocks the signal: otherwise it would be delivered once he no longer does.
  ~held_file_size_signal() {
    const int code = errno;
    if (!was_pending_ && is_pending()) take();
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    errno = code;
  }
  held_file_size_signal(const held_file_size_signal&) = delete;
  held_file_size_signal& operator=(const held_file_size_signal&) = delete;

 private:
  static bool is_pending() noexcept {
    sigset_t pending;
    return sigpending(&pending) == 0 && sigismember(&pending, SIGXFSZ) == 1;
  }
  void take() const noexcept {
#if defined(_POSIX_REALTIME_SIGNALS) && _POSIX_REALTIME_SIGNALS > 0
    const timespec at_once{};  // another thread may be faster, where it is pending for the process
    ::sigtimedwait(&signal_, nullptr, &at_once);
#else
    int taken = 0;
    sigwait(&signal_, &taken);
#endif
  }

  sigset_t signal_;
  sigset_t before_;
  bool was_pending_ = false;
};

// A call that may make a file longer, and sets errno. Waiting for the signal is a cancellation point too.
#define MMAPKIT_GROWING_CALL(name)                                                                               \
  template <class... Argument>                                                                                   \
  auto name(Argument... argument) noexcept {                                                                     \
    if (const int code = fault_injection::failure_of(#name)) return failed<decltype(::name(argument...))>(code); \
    const held_cancellation held;                                                                                \
    const held_file_size_signal held_signal;                                                                     \
    return ::name(argument...);                                                                                  \
  }

// A call that may transfer fewer bytes than it is asked to.
#define MMAPKIT_TRANSFER(name)                                                             \
  template <class Byte, class... Offset>                                                   \
  ssize_t name(int file, Byte* bytes, std::size_t length, Offset... offset) noexcept {     \
    if (const int code = fault_injection::failure_of(#name)) return failed<ssize_t>(code); \
    const held_cancellation held;                                                          \
    return ::name(file, bytes, fault_injection::transfer_of(length), offset...);           \
  }

MMAPKIT_SYSTEM_CALL(access)
MMAPKIT_SYSTEM_CALL(faccessat)
MMAPKIT_SYSTEM_CALL(fchmod)
MMAPKIT_SYSTEM_CALL(fchown)
MMAPKIT_CANCELLATION_POINT(fcntl)
MMAPKIT_CANCELLATION_POINT(flock)
MMAPKIT_SYSTEM_CALL(fstat)
MMAPKIT_SYSTEM_CALL(fstatvfs)
MMAPKIT_CANCELLATION_POINT(fsync)
MMAPKIT_GROWING_CALL(ftruncate)
MMAPKIT_SYSTEM_CALL(getrlimit)
MMAPKIT_SYSTEM_CALL(lseek)
MMAPKIT_SYSTEM_CALL(lstat)
MMAPKIT_SYSTEM_CALL(mprotect)
MMAPKIT_CANCELLATION_POINT(msync)
MMAPKIT_SYSTEM_CALL(munmap)
MMAPKIT_CANCELLATION_POINT(rename)
MMAPKIT_CANCELLATION_POINT(shm_open)
MMAPKIT_SYSTEM_CALL(shm_unlink)
MMAPKIT_SYSTEM_CALL(sigaction)
MMAPKIT_SYSTEM_CALL(stat)
MMAPKIT_SYSTEM_CALL(unlink)
MMAPKIT_TRANSFER(pread)
MMAPKIT_TRANSFER(read)
MMAPKIT_SYSTEM_CALL_RETURNING_ITS_ERROR(posix_madvise)
MMAPKIT_SYSTEM_CALL_RETURNING_ITS_ERROR(pthread_sigmask)

// The type of a request is the C library's own.
template <class Request>
int call_ioctl(int (*function)(int, Request, ...), int file, unsigned long request, void* argument) noexcept {
  return function(file, static_cast<Request>(request), argument);
}
inline int ioctl(int file, unsigned long request, void* argument) noexcept {
  if (const int code = fault_injection::failure_of("ioctl")) return failed<int>(code);
  return call_ioctl(&::ioctl, file, request, argument);
}

inline int open(const char* path, int flags, mode_t mode = 0) noexcept {
  if (const int code = fault_injection::failure_of("open", flags)) return failed<int>(code);
  return posix::open_uncancelled(path, flags, mode);
}

inline void* mmap(void* addr, std::size_t length, int protection, int flags, int file, off_t offset) noexcept {
  if (const int code = fault_injection::failure_of("mmap", flags)) return failed<void*>(code);
  return ::mmap(addr, length, protection, flags, file, offset);
}

inline int madvise(void* addr, std::size_t length, int advice) noexcept {
  if (const int code = fault_injection::failure_of("madvise", advice)) return failed<int>(code);
  return ::madvise(addr, length, advice);
}

inline ssize_t pwrite(int file, const void* bytes, std::size_t length, off_t offset) noexcept {
  if (const int code = fault_injection::failure_of("pwrite")) return failed<ssize_t>(code);
  const held_cancellation held;
  const held_file_size_signal held_signal;
  return ::pwrite(file, bytes, fault_injection::transfer_of(length), offset);
}

// The descriptor is closed also where the call fails.
inline int close(int file) noexcept {
  const int result = posix::close_uncancelled(file);
  const int code = fault_injection::failure_of("close");
  return code == 0 ? result : failed<int>(code);
}

}  // namespace mmapkit::backend::os
