/// \file
/// A queue between two processes, or two threads, that needs no lock.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <system_error>
#include <type_traits>

#include <mmapkit/detail/ring_side.hpp>
#include <mmapkit/export.hpp>

namespace mmapkit {

/// A queue of bounded length for one producer and one consumer, each of them one thread of any process. It lies in
/// bytes that both have: shared memory, a shared mapping of a file, or ordinary memory between threads. It owns
/// nothing: the memory stays mapped as long as its two sides, which are views of it.
///
/// Bytes that are zero are an empty ring: neither side has to be the first. The first one gives it its form, for the
/// other one to find: the size of an element, and as many of them as the memory has room for, rounded down to a power
/// of two. A side that ends leaves the ring as it is, and another one may take its place; what it had not pushed or
/// popped to the end is not pushed or popped. The ring does not tell that a side has ended: a timeout does.
///
/// try_push, push_some, try_pop and pop_some make no system call, but to wake the other side where it said that it
/// waits. push and pop try for some ten microseconds, and sleep then until they are woken, by wait_on_address; where a
/// system lacks that, by sleeping for at most a millisecond at a time.
///
/// What the other side does wrong is an error here: whatever it stores, this side neither reads nor writes beyond the
/// ring. An element is a copy, made before it is looked at; what its bytes mean is for the reader to check.
///
/// \par Platforms
/// Every. Windows and NetBSD have no wait_on_address between processes.
/// \par Example
/// \code{.cpp}
/// struct message { std::uint64_t number, square; };
/// auto memory = shared_memory::open_or_create("/numbers", ring<message>::bytes_for(1024));
///
/// ring<message>::producer to{memory.writable_bytes()};      // in one process
/// to.push({7, 49});
///
/// ring<message>::consumer from{memory.writable_bytes()};    // in the other one
/// if (const auto next = from.pop(1s)) std::cout << next->square << '\n';
/// \endcode
template <class T>
class ring {
  static_assert(std::is_trivially_copyable_v<T> && !std::is_pointer_v<T>,
                "another process gets the bytes of an element, and no address of this one means anything there");

 public:
  ring() = delete;
  class producer;
  class consumer;

  /// How many bytes a ring of at least so many elements needs: more than 0, at most 2^31. Where the memory is longer,
  /// it has more of them.
  [[nodiscard]] static constexpr std::size_t bytes_for(std::size_t elements) noexcept {
    constexpr auto most = std::numeric_limits<std::size_t>::max();
    if (elements > detail::most_ring_elements) return most;
    const auto capacity = std::bit_ceil(elements);
    if (capacity > (most - sizeof(detail::ring_header)) / sizeof(T)) return most;
    return sizeof(detail::ring_header) + capacity * sizeof(T);
  }
};

/// The side that pushes. Move-only; one thread at a time uses it.
template <class T>
class ring<T>::producer {
 public:
  producer() noexcept = default;

  /// `memory` is aligned to 128 bytes, as the beginning of every mapping is.
  ///
  /// \throws mmap_error invalid_argument where the memory is too short for an element, or holds a ring of elements of
  /// another size, or something else; protocol_error where it says that more is in the ring than there can be.
  [[nodiscard]] explicit producer(std::span<std::byte> memory) : side_{role, memory, sizeof(T)} {}
  [[nodiscard]] producer(std::span<std::byte> memory, std::error_code& error) noexcept
      : side_{role, memory, sizeof(T), error} {}

  /// Whether it has a ring.
  [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(side_); }
  /// How many elements fit.
  [[nodiscard]] std::size_t capacity() const noexcept { return side_.capacity(); }

  /// Pushes unless the ring is full; whether it did.
  ///
  /// \throws mmap_error protocol_error where the other side says that it is where it cannot be.
  bool try_push(const T& value) {
    if (side_.usable() == 0 && !side_.look()) side_.refuse();
    return put(value);
  }
  bool try_push(const T& value, std::error_code& error) noexcept {
    error.clear();
    if (side_.usable() == 0 && !side_.look()) side_.refuse(error);
    return put(value);
  }

  /// Pushes the first of these, as many as there is room for; how many.
  ///
  /// \throws mmap_error as try_push
  /// \par Example
  /// \code{.cpp}
  /// batch = batch.subspan(to.push_some(batch));
  /// \endcode
  std::size_t push_some(std::span<const T> values) {
    if (side_.usable() < values.size() && !side_.look()) side_.refuse();
    return put(values);
  }
  std::size_t push_some(std::span<const T> values, std::error_code& error) noexcept {
    error.clear();
    if (side_.usable() < values.size() && !side_.look()) {
      side_.refuse(error);
      return 0;
    }
    return put(values);
  }

  /// Waits while the ring is full, and pushes. With a timeout it returns whether it did.
  ///
  /// \throws mmap_error as try_push
  void push(const T& value) {
    while (!try_push(value)) side_.wait(detail::for_ever);
  }
  bool push(const T& value, std::error_code& error) noexcept { return push(value, detail::for_ever, error); }
  bool push(const T& value, std::chrono::nanoseconds timeout) {
    while (!try_push(value))
      if (!side_.wait(timeout)) return false;
    return true;
  }
  bool push(const T& value, std::chrono::nanoseconds timeout, std::error_code& error) noexcept {
    while (!try_push(value, error))
      if (error || !side_.wait(timeout)) return false;
    return true;
  }

 private:
  static constexpr auto role = detail::ring_role::producer;

  bool put(const T& value) noexcept {
    if (side_.usable() == 0) return false;
    std::memcpy(side_.next(sizeof(T)), &value, sizeof(T));
    side_.advance(1);
    return true;
  }

  std::size_t put(std::span<const T> values) noexcept {
    const auto count = std::min<std::size_t>(values.size(), side_.usable());
    if (count == 0) return 0;
    const auto head = std::min(count, side_.contiguous());
    std::memcpy(side_.next(sizeof(T)), values.data(), head * sizeof(T));
    if (head != count) std::memcpy(side_.first(), values.data() + head, (count - head) * sizeof(T));
    side_.advance(static_cast<std::uint32_t>(count));
    return count;
  }

  detail::ring_side side_;
};

/// The side that pops. Move-only; one thread at a time uses it.
template <class T>
class ring<T>::consumer {
 public:
  consumer() noexcept = default;

  /// As the other side's.
  ///
  /// \throws mmap_error as the other side's
  [[nodiscard]] explicit consumer(std::span<std::byte> memory) : side_{role, memory, sizeof(T)} {}
  [[nodiscard]] consumer(std::span<std::byte> memory, std::error_code& error) noexcept
      : side_{role, memory, sizeof(T), error} {}

  /// Whether it has a ring.
  [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(side_); }
  /// How many elements fit.
  [[nodiscard]] std::size_t capacity() const noexcept { return side_.capacity(); }

  /// The next element, or nothing where the ring is empty.
  ///
  /// \throws mmap_error protocol_error where the other side says that it is where it cannot be.
  [[nodiscard]] std::optional<T> try_pop() {
    if (side_.usable() == 0 && !side_.look()) side_.refuse();
    return take();
  }
  [[nodiscard]] std::optional<T> try_pop(std::error_code& error) noexcept {
    error.clear();
    if (side_.usable() == 0 && !side_.look()) side_.refuse(error);
    return take();
  }

  /// Pops what is there into the first of these; how many elements.
  ///
  /// \throws mmap_error as try_pop
  /// \par Example
  /// \code{.cpp}
  /// std::array<message, 64> batch;
  /// for (const message& m : std::span{batch}.first(from.pop_some(batch))) ...
  /// \endcode
  [[nodiscard]] std::size_t pop_some(std::span<T> to) {
    if (side_.usable() < to.size() && !side_.look()) side_.refuse();
    return take(to);
  }
  [[nodiscard]] std::size_t pop_some(std::span<T> to, std::error_code& error) noexcept {
    error.clear();
    if (side_.usable() < to.size() && !side_.look()) {
      side_.refuse(error);
      return 0;
    }
    return take(to);
  }

  /// Waits while the ring is empty, and pops. With a timeout, or an error, there may be nothing.
  ///
  /// \throws mmap_error as try_pop
  [[nodiscard]] T pop() {
    for (;;) {
      if (const auto value = try_pop()) return *value;
      side_.wait(detail::for_ever);
    }
  }
  [[nodiscard]] std::optional<T> pop(std::error_code& error) noexcept { return pop(detail::for_ever, error); }
  [[nodiscard]] std::optional<T> pop(std::chrono::nanoseconds timeout) {
    for (;;)
      if (const auto value = try_pop(); value || !side_.wait(timeout)) return value;
  }
  [[nodiscard]] std::optional<T> pop(std::chrono::nanoseconds timeout, std::error_code& error) noexcept {
    for (;;)
      if (const auto value = try_pop(error); value || error || !side_.wait(timeout)) return value;
  }

 private:
  static constexpr auto role = detail::ring_role::consumer;

  std::optional<T> take() noexcept {
    if (side_.usable() == 0) return std::nullopt;
    std::array<std::byte, sizeof(T)> copy;
    std::memcpy(copy.data(), side_.next(sizeof(T)), sizeof(T));
    side_.advance(1);
    return std::bit_cast<T>(copy);
  }

  std::size_t take(std::span<T> to) noexcept {
    const auto count = std::min<std::size_t>(to.size(), side_.usable());
    if (count == 0) return 0;
    const auto head = std::min(count, side_.contiguous());
    std::memcpy(static_cast<void*>(to.data()), side_.next(sizeof(T)), head * sizeof(T));
    if (head != count) std::memcpy(static_cast<void*>(to.data() + head), side_.first(), (count - head) * sizeof(T));
    side_.advance(static_cast<std::uint32_t>(count));
    return count;
  }

  detail::ring_side side_;
};

}  // namespace mmapkit
