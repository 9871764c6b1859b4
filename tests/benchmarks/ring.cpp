// A million numbers from one thread, or process, to another through a ring of 1024: one by one, and in batches of 64.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <mmapkit/ring.hpp>
#include <mmapkit/shared_memory.hpp>
#include <thread>

#include "ring_queue.hpp"
#include "scratch.hpp"

namespace {

constexpr std::uint64_t numbers = 1 << 20;

using ring = mmapkit::ring<std::uint64_t>;
constexpr std::size_t bytes = ring::bytes_for(bench::ring_capacity);

std::span<std::byte> in(void* memory) { return {static_cast<std::byte*>(memory), bytes}; }

void send_singly(void* memory, std::uint64_t count) {
  ring::producer to{in(memory)};
  bench::send_singly(count, [&](std::uint64_t number) { return to.try_push(number); });
}

std::uint64_t receive_singly(void* memory, std::uint64_t count) {
  ring::consumer from{in(memory)};
  return bench::receive_singly(count, [&](std::uint64_t& number) {
    const auto next = from.try_pop();
    if (next) number = *next;
    return next.has_value();
  });
}

void send_waiting(void* memory, std::uint64_t count) {
  ring::producer to{in(memory)};
  for (std::uint64_t i = 0; i < count; ++i) to.push(i);
}

std::uint64_t receive_waiting(void* memory, std::uint64_t count) {
  ring::consumer from{in(memory)};
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < count; ++i) sum += from.pop();
  return sum;
}

void send_batches(void* memory, std::uint64_t count) {
  ring::producer to{in(memory)};
  bench::send_batches(count, [&](const std::uint64_t* batch, std::size_t size) { return to.push_some({batch, size}); });
}

std::uint64_t receive_batches(void* memory, std::uint64_t count) {
  ring::consumer from{in(memory)};
  return bench::receive_batches(count, [&](std::uint64_t* batch, std::size_t size) {
    return from.pop_some({batch, size});
  });
}

void nothing_to_make(void* /*zeros*/) {}

constexpr bench::ring_queue singly{bytes, nothing_to_make, send_singly, receive_singly};
constexpr bench::ring_queue waiting{bytes, nothing_to_make, send_waiting, receive_waiting};
constexpr bench::ring_queue batches{bytes, nothing_to_make, send_batches, receive_batches};

// Both sides are there before the time begins.
struct meeting {
  std::atomic<bool> is_there;
  std::atomic<bool> may_begin;
};

void begin_together(meeting& here) {
  while (!here.is_there) {
  }
  here.may_begin = true;
}

void wait_to_begin(meeting& here) {
  here.is_there = true;
  while (!here.may_begin) {
  }
}

// The time of one transfer; `start` runs what it is given beside this thread, and gives back how to wait for that.
template <class Start>
void transfer(benchmark::State& state, const bench::ring_queue& queue, Start start) {
  for (auto _ : state) {
    auto memory = mmapkit::shared_memory::anonymous(bench::page + queue.bytes);
    auto& here = *reinterpret_cast<meeting*>(memory.data());
    void* const place = memory.data() + bench::page;
    queue.make(place);
    const auto wait = start([&here, &queue, place] {
      wait_to_begin(here);
      queue.send(place, numbers);
    });
    begin_together(here);
    const auto begin = std::chrono::steady_clock::now();
    const auto sum = queue.receive(place, numbers);
    state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    wait();
    bench::require(sum == numbers * (numbers - 1) / 2, "the sum of the numbers");
  }
}

void ring_threads(benchmark::State& state, const bench::ring_queue& queue) {
  transfer(state, queue, [](auto work) { return [thread = std::make_shared<std::thread>(work)] { thread->join(); }; });
}

void ring_processes(benchmark::State& state, const bench::ring_queue& queue) {
  transfer(state, queue, [](auto work) {
    const auto child = ::fork();
    bench::require(child >= 0, "fork");
    if (child == 0) {
      work();
      ::_exit(0);
    }
    return [child] { ::waitpid(child, nullptr, 0); };
  });
}

#define BOTH(side, queue)                                        \
  BENCHMARK_CAPTURE(ring_threads, side, queue)->UseManualTime(); \
  BENCHMARK_CAPTURE(ring_processes, side, queue)->UseManualTime();

BOTH(mmapkit try_push, singly)
BOTH(mmapkit push, waiting)
BOTH(mmapkit push_some, batches)
#if BENCH_HAS_LOCKFREE
BOTH(Boost.Lockfree, peers::lockfree_singly)
BOTH(Boost.Lockfree batches, peers::lockfree_batches)
#endif

}  // namespace
