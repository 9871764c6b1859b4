#include <boost/lockfree/spsc_queue.hpp>
#include <new>

#include "ring_queue.hpp"

namespace {

// It lies wholly in the memory, and holds one less than it has room for.
using queue = boost::lockfree::spsc_queue<std::uint64_t, boost::lockfree::capacity<bench::ring_capacity>>;

queue& in(void* memory) { return *static_cast<queue*>(memory); }

void make(void* memory) { new (memory) queue; }

void send_singly(void* memory, std::uint64_t count) {
  bench::send_singly(count, [&to = in(memory)](std::uint64_t number) { return to.push(number); });
}

std::uint64_t receive_singly(void* memory, std::uint64_t count) {
  return bench::receive_singly(count, [&from = in(memory)](std::uint64_t& number) { return from.pop(number); });
}

void send_batches(void* memory, std::uint64_t count) {
  bench::send_batches(
      count, [&to = in(memory)](const std::uint64_t* numbers, std::size_t size) { return to.push(numbers, size); });
}

std::uint64_t receive_batches(void* memory, std::uint64_t count) {
  return bench::receive_batches(
      count, [&from = in(memory)](std::uint64_t* numbers, std::size_t size) { return from.pop(numbers, size); });
}

}  // namespace

namespace peers {

const bench::ring_queue lockfree_singly{sizeof(queue), make, send_singly, receive_singly};
const bench::ring_queue lockfree_batches{sizeof(queue), make, send_batches, receive_batches};

}  // namespace peers
