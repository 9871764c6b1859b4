// Waiting for other processes, and locking them out, in memory that they share.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <system_error>

namespace mmapkit::backend {

inline constexpr std::chrono::nanoseconds longest_wait = std::chrono::seconds{1000};

// wait_on_address.cpp
// Whether the running system has these calls.
bool can_wait_on_address() noexcept;
// Sleeps where the word is `old`, until it is woken, for `timeout` at most: more than 0, and no more than longest_wait.
// It may also wake for no reason, which is no error: the caller looks what the word is now.
void wait_on_address(const std::atomic<std::uint32_t>* word, std::uint32_t old, std::chrono::nanoseconds timeout,
                     std::error_code& error) noexcept;
void wake_by_address(const std::atomic<std::uint32_t>* word, bool all, std::error_code& error) noexcept;

enum class mutex_state : std::uint8_t {
  busy,      // another holds it
  acquired,  // the caller holds it
  inherited  // the caller holds it, and its last owner ended while it held it
};

// A robust mutex in this many bytes, which all processes share, aligned to 16; zeros at first.
inline constexpr std::size_t mutex_size = 64;
inline constexpr std::size_t mutex_alignment = 16;

// robust_mutex.cpp
// Called before anything else, by any number of threads and processes, also while others use it already.
void prepare_mutex(void* mutex, std::error_code& error) noexcept;
// The timeout is nanoseconds::max() for ever, or at most longest_wait. With 0 it does not wait, and is busy also for
// the thread that holds it; otherwise that one gets resource_deadlock_would_occur. An inherited mutex is as good as
// any other.
mutex_state lock_mutex(void* mutex, std::chrono::nanoseconds timeout, std::error_code& error) noexcept;
// operation_not_permitted where the thread does not hold it.
void unlock_mutex(void* mutex, std::error_code& error) noexcept;

}  // namespace mmapkit::backend
