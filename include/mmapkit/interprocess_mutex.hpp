/// \file
/// A mutex in memory that processes share.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <system_error>

#include <mmapkit/export.hpp>

namespace mmapkit {

/// Locks out other threads, in whatever process, that lock the same object: it lies in memory that they share, and no
/// process copies it. Bytes that are zero are an unlocked one, so that new memory needs no preparation. Its names are
/// those of std::mutex: std::lock_guard, std::unique_lock and std::scoped_lock hold it.
///
/// It is robust. Where a thread or process ends while it holds the mutex, what the mutex protects may be half changed:
/// lock() and try_lock() fail with owner_dead then, for everybody, and do not hold it, until someone calls recover()
/// and puts the data in order.
///
/// Every process that can store to the memory has to be trusted: the system keeps pointers there. They are all of 32
/// bits or all of 64, and on Linux all in one pid namespace, since the owner is known by its thread's number. The
/// thread that locked it unlocks it, before the memory is unmapped or moved; a child process of fork() does not hold
/// what its parent holds. Where the memory is a file, a mutex that was locked when the system stopped is of no use
/// afterwards: make the bytes zero again, with nobody at work.
///
/// \par Platforms
/// Linux, FreeBSD, Windows. Elsewhere there is no mutex that tells of its owner's end, and each function fails with
/// operation_not_supported. On Windows the mutex itself is the kernel's, and the memory has its name: one session of
/// one user; a process may use 1,024 different ones.
/// \par Example
/// \code{.cpp}
/// struct account { interprocess_mutex mutex; std::int64_t euros, cents; };
/// auto memory = shared_memory::open_or_create("/account", sizeof(account));
/// auto& shared = memory.writable_object<account>(0);
/// try {
///   const std::lock_guard alone{shared.mutex};
///   shared.cents += 1;
/// } catch (const mmap_error& error) {
///   if (error.code() != std::errc::owner_dead) throw;
///   const bool is_mine = shared.mutex.recover();      // it is locked now
///   if (is_mine) put_in_order(shared);                // false: another process has done so meanwhile
///   shared.mutex.unlock();
/// }
/// \endcode
/// \sa POSIX.1-2024 \posix{pthread_mutexattr_setrobust}; \win32{synchapi,CreateMutexW}
class MMAPKIT_EXPORT interprocess_mutex {
 public:
  constexpr interprocess_mutex() noexcept = default;
  interprocess_mutex(const interprocess_mutex&) = delete;
  interprocess_mutex& operator=(const interprocess_mutex&) = delete;

  /// Waits until nobody holds it, and holds it.
  ///
  /// \throws mmap_error owner_dead: see above; resource_deadlock_would_occur where this thread holds it.
  /// \par Platforms
  /// As the class.
  void lock();
  void lock(std::error_code& error) noexcept;

  /// Holds it if nobody does; whether it does now.
  ///
  /// \throws mmap_error owner_dead
  /// \par Platforms
  /// As the class.
  [[nodiscard]] bool try_lock();
  [[nodiscard]] bool try_lock(std::error_code& error) noexcept;

  /// Waits for so long at most; whether it holds the mutex now.
  ///
  /// \throws mmap_error as lock
  /// \par Platforms
  /// As the class. Where the C library has no pthread_mutex_clocklock the time is that of the system's clock: while it
  /// is set back, the wait is longer.
  [[nodiscard]] bool try_lock_for(std::chrono::nanoseconds timeout);
  [[nodiscard]] bool try_lock_for(std::chrono::nanoseconds timeout, std::error_code& error) noexcept;

  /// Holds it no longer.
  ///
  /// \throws mmap_error operation_not_permitted where this thread does not hold it.
  /// \par Platforms
  /// As the class.
  void unlock();
  void unlock(std::error_code& error) noexcept;

  /// Locks it, also where an owner has died. Returns whether one has: the caller puts in order what the mutex protects,
  /// and unlocks. Should the caller die before, the next one learns of it.
  ///
  /// \throws mmap_error resource_deadlock_would_occur where this thread holds it.
  /// \par Platforms
  /// As the class.
  [[nodiscard]] bool recover();
  [[nodiscard]] bool recover(std::error_code& error) noexcept;

 private:
  friend struct interprocess_mutex_access;

  std::atomic<std::uint32_t> is_ready_{0};
  std::atomic<std::uint32_t> is_abandoned_{0};
  alignas(16) std::array<std::byte, 64> native_{};  // the system's own
};

}  // namespace mmapkit
