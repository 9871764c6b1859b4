/// \file
/// Waiting until a word in memory has another value, between processes too.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <system_error>

#include <mmapkit/export.hpp>

namespace mmapkit {

/// `long syscall(SYS_futex, uint32_t *uaddr, FUTEX_WAIT, uint32_t val, const struct timespec *timeout);`
/// Sleeps until the word has another value than `old`, as std::atomic::wait does; does not sleep where it has one
/// already. It is another process's store that ends it, too, where the word lies in memory that both map; one that is
/// not followed by notify_one or notify_all may be noticed late, or never. Signals, and wake-ups meant for others, do
/// not end it.
///
/// With a timeout it returns whether the word has another value: false tells that the time is over. The time is that of
/// std::chrono::steady_clock.
///
/// \throws mmap_error operation_not_supported where the system has no such call.
/// \par Platforms
/// Linux, macOS 14.4, FreeBSD, OpenBSD, DragonFly. WaitOnAddress of Windows is for the threads of one process alone.
/// \par Example
/// \code{.cpp}
/// auto& shared = memory.writable_object<state>(0);       // std::atomic<std::uint32_t> ready{0} is a member
/// if (!mmapkit::wait_on_address(shared.ready, 0, 5s)) std::cerr << "nobody has come\n";
/// \endcode
/// \sa Linux \linuxman{futex,2}
MMAPKIT_EXPORT void wait_on_address(const std::atomic<std::uint32_t>& word, std::uint32_t old);
MMAPKIT_EXPORT void wait_on_address(const std::atomic<std::uint32_t>& word, std::uint32_t old,
                                    std::error_code& error) noexcept;
[[nodiscard]] MMAPKIT_EXPORT bool wait_on_address(const std::atomic<std::uint32_t>& word, std::uint32_t old,
                                                  std::chrono::nanoseconds timeout);
[[nodiscard]] MMAPKIT_EXPORT bool wait_on_address(const std::atomic<std::uint32_t>& word, std::uint32_t old,
                                                  std::chrono::nanoseconds timeout, std::error_code& error) noexcept;

/// `long syscall(SYS_futex, uint32_t *uaddr, FUTEX_WAKE, uint32_t val);`
/// Wakes one of those that wait for the word, in whatever process; does nothing where nobody does. It is called after
/// the store.
///
/// \throws mmap_error operation_not_supported where the system has no such call.
/// \par Platforms
/// As wait_on_address.
/// \par Example
/// \code{.cpp}
/// shared.ready.store(1);
/// mmapkit::notify_one(shared.ready);
/// \endcode
/// \sa Linux \linuxman{futex,2}
MMAPKIT_EXPORT void notify_one(const std::atomic<std::uint32_t>& word);
MMAPKIT_EXPORT void notify_one(const std::atomic<std::uint32_t>& word, std::error_code& error) noexcept;

/// `long syscall(SYS_futex, uint32_t *uaddr, FUTEX_WAKE, INT_MAX);`
/// As notify_one, for all that wait.
///
/// \throws mmap_error as notify_one
/// \par Platforms
/// As wait_on_address.
MMAPKIT_EXPORT void notify_all(const std::atomic<std::uint32_t>& word);
MMAPKIT_EXPORT void notify_all(const std::atomic<std::uint32_t>& word, std::error_code& error) noexcept;

}  // namespace mmapkit
