// Two processes exchange a million messages through shared memory; run both, in any order:
//
//     ring receive /numbers
//     ring send /numbers
#include <atomic>
#include <cstdint>
#include <iostream>
#include <mmapkit/mmapkit.hpp>
#include <new>
#include <string_view>
#include <thread>

namespace {

constexpr std::uint64_t messages = 1'000'000;
constexpr std::uint64_t capacity = 1024;

struct message {
  std::uint64_t number;
  std::uint64_t square;
};

// Zeros are an empty ring: nobody has to be the first.
struct ring {
  alignas(64) std::atomic<std::uint64_t> sent;
  alignas(64) std::atomic<std::uint64_t> received;
  alignas(64) message slots[capacity];
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free, "other processes do not see this one's locks");

void send(ring& to) {
  for (std::uint64_t i = 0; i < messages; ++i) {
    while (i - to.received.load(std::memory_order_acquire) == capacity) std::this_thread::yield();
    to.slots[i % capacity] = {i, i * i};
    to.sent.store(i + 1, std::memory_order_release);
  }
}

std::uint64_t receive(ring& from) {
  std::uint64_t right = 0;
  for (std::uint64_t i = 0; i < messages; ++i) {
    while (from.sent.load(std::memory_order_acquire) == i) std::this_thread::yield();
    const auto [number, square] = from.slots[i % capacity];
    right += number == i && square == i * i ? 1 : 0;
    from.received.store(i + 1, std::memory_order_release);
  }
  return right;
}

}  // namespace

int main(int, char** argv) {
  using namespace mmapkit;
  const std::string_view task = argv[1];
  auto memory = shared_memory::open_or_create(argv[2], sizeof(ring));  // zeroed by whoever comes first
  auto& shared = *std::launder(reinterpret_cast<ring*>(memory.data()));
  if (task == "send") {
    send(shared);
    while (shared.received.load() != messages) std::this_thread::yield();  // Windows: the last handle takes the name
    return 0;
  }
  const auto right = receive(shared);
  std::cout << right << " of " << messages << " messages are right\n";
  if (supported(call::shm_unlink)) shared_memory::remove(argv[2]);
  return right == messages ? 0 : 1;
}
