// The two loops that are measured of every queue: compiled where the queue's own header is.
#pragma once

#include <cstddef>
#include <cstdint>

namespace bench {

inline constexpr std::size_t ring_capacity = 1024;
inline constexpr std::size_t ring_batch = 64;

// One queue of numbers in memory that is zero at first.
struct ring_queue {
  std::size_t bytes;
  void (*make)(void* memory);
  void (*send)(void* memory, std::uint64_t count);              // 0, 1, 2 ...
  std::uint64_t (*receive)(void* memory, std::uint64_t count);  // their sum
};

// `try_one` pushes a number, or not; `try_one` of the other side gives one to `number`, or not.
template <class TryOne>
void send_singly(std::uint64_t count, TryOne try_one) {
  for (std::uint64_t i = 0; i < count; ++i)
    while (!try_one(i)) {
    }
}

template <class TryOne>
std::uint64_t receive_singly(std::uint64_t count, TryOne try_one) {
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::uint64_t number = 0;
    while (!try_one(number)) {
    }
    sum += number;
  }
  return sum;
}

// `try_some` pushes the first of `size` numbers, or gives so many; it returns how many.
template <class TrySome>
void send_batches(std::uint64_t count, TrySome try_some) {
  std::uint64_t batch[ring_batch];
  for (std::uint64_t next = 0; next < count;) {
    const auto size = count - next < ring_batch ? static_cast<std::size_t>(count - next) : ring_batch;
    for (std::size_t i = 0; i < size; ++i) batch[i] = next + i;
    for (std::size_t done = 0; done < size;) done += try_some(batch + done, size - done);
    next += size;
  }
}

template <class TrySome>
std::uint64_t receive_batches(std::uint64_t count, TrySome try_some) {
  std::uint64_t batch[ring_batch];
  std::uint64_t sum = 0;
  for (std::uint64_t got = 0; got < count;) {
    const std::size_t size = try_some(batch, ring_batch);
    for (std::size_t i = 0; i < size; ++i) sum += batch[i];
    got += size;
  }
  return sum;
}

}  // namespace bench

namespace peers {

extern const bench::ring_queue lockfree_singly;
extern const bench::ring_queue lockfree_batches;

}  // namespace peers
