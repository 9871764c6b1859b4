// One side of a ring, without the type of its elements. Not for users.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>
#include <utility>

#include <mmapkit/export.hpp>

namespace mmapkit::detail {

// No two of these share a cache line: 64 bytes long, 128 on Apple's processors, fetched in pairs on Intel's.
inline constexpr std::size_t apart = 128;

// The beginning of the memory, and so the same for every program that uses it; the elements follow. All zeros, it is an
// empty ring that has no form yet. Positions count elements from the beginning of time, modulo 2^32.
struct ring_header {
  std::atomic<std::uint32_t> element_size;
  std::atomic<std::uint32_t> form;  // a mark, and the binary logarithm of the capacity
  alignas(apart) std::atomic<std::uint32_t> pushed;
  alignas(apart) std::atomic<std::uint32_t> popped;
  alignas(apart) std::atomic<std::uint32_t> consumer_waits;
  std::atomic<std::uint32_t> producer_waits;
};
static_assert(std::atomic<std::uint32_t>::is_always_lock_free && sizeof(ring_header) == 4 * apart);

inline constexpr std::size_t most_ring_elements = std::size_t{1} << 31;

inline constexpr std::chrono::nanoseconds for_ever = std::chrono::nanoseconds::max();

enum class ring_role : std::uint8_t { producer, consumer };

class alignas(apart) ring_side {
 public:
  ring_side() noexcept = default;
  MMAPKIT_EXPORT ring_side(ring_role role, std::span<std::byte> memory, std::size_t element_size);
  MMAPKIT_EXPORT ring_side(ring_role role, std::span<std::byte> memory, std::size_t element_size,
                           std::error_code& error) noexcept;

  ring_side(ring_side&& other) noexcept : state_{std::exchange(other.state_, {})} {}
  ring_side& operator=(ring_side&& other) noexcept {
    if (this != &other) state_ = std::exchange(other.state_, {});
    return *this;
  }
  ~ring_side() = default;

  explicit operator bool() const noexcept { return state_.header != nullptr; }
  std::uint32_t capacity() const noexcept { return state_.capacity; }

  // How many elements this side may write, or read, as far as it knows.
  std::uint32_t usable() const noexcept { return state_.limit - state_.position; }

  // Looks how far the other side is. False where it cannot be there, which changes nothing.
  bool look() noexcept {
    if (!*this) return false;
    const auto limit = state_.other->load(std::memory_order_acquire) + state_.ahead;
    if (limit - state_.position > state_.capacity) return false;
    state_.limit = limit;
    return true;
  }

  // The next element, and how many lie there before the memory begins again.
  std::byte* next(std::size_t element_size) const noexcept { return state_.elements + index() * element_size; }
  std::size_t contiguous() const noexcept { return state_.capacity - index(); }
  std::byte* first() const noexcept { return state_.elements; }

  // So many elements are done. There is no fence between the store and the load, which would cost more than all the
  // rest: where both sides miss each other, the one that waits looks again by itself.
  void advance(std::uint32_t count) noexcept {
    state_.position += count;
    state_.own->store(state_.position, std::memory_order_release);
    if (state_.other_waits->load(std::memory_order_relaxed) != 0) wake_other();
  }

  // Waits until the other side is further than when this one last looked. False where the time is over.
  MMAPKIT_EXPORT bool wait(std::chrono::nanoseconds timeout) const noexcept;

  // What is wrong after look() was false.
  [[noreturn]] MMAPKIT_EXPORT void refuse() const;
  MMAPKIT_EXPORT void refuse(std::error_code& error) const noexcept;

 private:
  friend struct ring_side_access;

  MMAPKIT_EXPORT void wake_other() const noexcept;
  std::size_t index() const noexcept { return state_.position & (state_.capacity - 1); }

  struct state {
    std::byte* elements = nullptr;
    std::atomic<std::uint32_t>* own = nullptr;  // how far this side is, for the other one
    const std::atomic<std::uint32_t>* other = nullptr;
    std::atomic<std::uint32_t>* own_waits = nullptr;
    std::atomic<std::uint32_t>* other_waits = nullptr;
    ring_header* header = nullptr;
    std::uint32_t capacity = 0;
    std::uint32_t ahead = 0;     // how far this side may be ahead of the other
    std::uint32_t position = 0;  // not read from the memory again
    std::uint32_t limit = 0;
  };
  state state_;
};

}  // namespace mmapkit::detail
