// Robust mutexes of pthread, for the systems that have them.
#pragma once

#include <pthread.h>

#include <cerrno>
#include <ctime>

#include "backend/posix/os.hpp"
#include "backend/posix/timespec.hpp"
#include "backend/synchronization.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL_RETURNING_ITS_ERROR(pthread_mutex_init)
MMAPKIT_SYSTEM_CALL_RETURNING_ITS_ERROR(pthread_mutex_lock)
MMAPKIT_SYSTEM_CALL_RETURNING_ITS_ERROR(pthread_mutex_trylock)
MMAPKIT_SYSTEM_CALL_RETURNING_ITS_ERROR(pthread_mutex_unlock)

}  // namespace mmapkit::backend::os

// ThreadSanitizer does not know pthread_mutex_clocklock.
#if defined(__SANITIZE_THREAD__)
#define MMAPKIT_THREAD_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define MMAPKIT_THREAD_SANITIZER 1
#endif
#endif
#if defined(__GLIBC__) && !defined(MMAPKIT_THREAD_SANITIZER)
#if __GLIBC_PREREQ(2, 30)
#define MMAPKIT_HAS_CLOCKLOCK 1
#endif
#endif

namespace mmapkit::backend::posix {

static_assert(sizeof(pthread_mutex_t) <= mutex_size && alignof(pthread_mutex_t) <= mutex_alignment);

inline std::error_code system_error(int code) noexcept { return {code, std::system_category()}; }

// Between processes, robust, and one that knows its owner. An error number, or 0.
inline int initialize(pthread_mutex_t* mutex) noexcept {
  pthread_mutexattr_t attributes;
  int code = pthread_mutexattr_init(&attributes);
  if (code != 0) return code;
  code = pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
  if (code == 0) code = pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  if (code == 0) code = pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
  const pthread_mutexattr_t* const made = &attributes;
  if (code == 0) code = os::pthread_mutex_init(mutex, made);
  pthread_mutexattr_destroy(&attributes);
  return code;
}

// The clock that no one sets, where the C library can wait by it.
inline int lock_by(pthread_mutex_t* mutex, std::chrono::nanoseconds timeout) noexcept {
  if (const int code = fault_injection::failure_of("pthread_mutex_timedlock")) return code;
#ifdef MMAPKIT_HAS_CLOCKLOCK
  constexpr clockid_t clock = CLOCK_MONOTONIC;
#else
  constexpr clockid_t clock = CLOCK_REALTIME;
#endif
  timespec now{};
  ::clock_gettime(clock, &now);
  const auto end = split<timespec>(std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec} + timeout);
#ifdef MMAPKIT_HAS_CLOCKLOCK
  return ::pthread_mutex_clocklock(mutex, clock, &end);
#else
  return ::pthread_mutex_timedlock(mutex, &end);
#endif
}

inline mutex_state lock(pthread_mutex_t* mutex, std::chrono::nanoseconds timeout, std::error_code& error) noexcept {
  int code = 0;
  if (timeout == std::chrono::nanoseconds{0})
    code = os::pthread_mutex_trylock(mutex);
  else if (timeout == std::chrono::nanoseconds::max())
    code = os::pthread_mutex_lock(mutex);
  else
    code = lock_by(mutex, timeout);
  if (code == EOWNERDEAD) code = pthread_mutex_consistent(mutex) == 0 ? EOWNERDEAD : ENOTRECOVERABLE;
  if (code == EOWNERDEAD) return mutex_state::inherited;
  if (code == 0) return mutex_state::acquired;
  const bool is_busy = code == EBUSY || code == ETIMEDOUT;
  const bool holds_it = code == EDEADLK && timeout == std::chrono::nanoseconds{0};
  if (!is_busy && !holds_it) error = system_error(code);
  return mutex_state::busy;
}

}  // namespace mmapkit::backend::posix
