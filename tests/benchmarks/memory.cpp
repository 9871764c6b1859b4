// What is built of memory: vectors that grow where they are, rings without a seam, snapshots without a copy. Each side
// does its work once untimed and then at once again: a virtual machine may have handed free memory to its host, which
// is slow to return it.
#include <cstdint>
#include <cstring>
#include <mmapkit/mmapkit.hpp>
#include <vector>

#include "scratch.hpp"

namespace {

using bench::gibibyte;
using bench::mebibyte;

// The work gets what `prepare` makes; neither that nor its end is timed.
template <class Prepare, class Work>
void measure(benchmark::State& state, Prepare prepare, Work work) {
  for (auto _ : state) {
    state.PauseTiming();
    {
      auto before = prepare();
      work(before);
    }
    {
      auto subject = prepare();
      state.ResumeTiming();
      work(subject);
      state.PauseTiming();
    }
    state.ResumeTiming();
  }
}

constexpr std::size_t count = gibibyte / sizeof(std::uint64_t);

template <class Numbers>
void fill(Numbers& numbers) {
  for (std::uint64_t i = 0; i < count; ++i) numbers.push_back(i);
  benchmark::DoNotOptimize(numbers.data());
  benchmark::ClobberMemory();
}

using vector = std::vector<std::uint64_t>;
using growable = mmapkit::growable<std::uint64_t>;

void push_back_vector(benchmark::State& state) {
  measure(
      state, [] { return vector{}; }, fill<vector>);
}
void push_back_reserved(benchmark::State& state) {
  measure(
      state, [] { return vector{}; },
      [](vector& numbers) {
        numbers.reserve(count);
        fill(numbers);
      });
}
void push_back_growable(benchmark::State& state) {
  measure(
      state, [] { return growable{}; },
      [](growable& numbers) {
        numbers = growable{count};
        fill(numbers);
      });
}

void once(benchmark::internal::Benchmark* of) { of->Iterations(1)->UseRealTime(); }

BENCHMARK(push_back_vector)->Name("push_back/std vector")->Apply(once);
BENCHMARK(push_back_reserved)->Name("push_back/std vector reserved")->Apply(once);
BENCHMARK(push_back_growable)->Name("push_back/mmapkit growable")->Apply(once);

// The records do not divide the ring as it lies: one of each lap is on both sides of the seam.
constexpr std::size_t record = 1024;
constexpr std::size_t first_record = record / 2;

struct wrapped {
  std::vector<std::byte> ring;
  explicit wrapped(std::size_t size) : ring(size, std::byte{1}) {}

  void in(std::size_t at, const std::byte* from) {
    const auto front = std::min(record, ring.size() - at);
    std::memcpy(ring.data() + at, from, front);
    std::memcpy(ring.data(), from + front, record - front);
  }
  void out(std::size_t at, std::byte* to) const {
    const auto front = std::min(record, ring.size() - at);
    std::memcpy(to, ring.data() + at, front);
    std::memcpy(to + front, ring.data(), record - front);
  }
};

struct mirrored {
  mmapkit::mirrored_buffer ring;
  explicit mirrored(std::size_t size) : ring{size} { std::memset(ring.data(), 1, size); }

  void in(std::size_t at, const std::byte* from) { std::memcpy(ring.data() + at, from, record); }
  void out(std::size_t at, std::byte* to) const { std::memcpy(to, ring.data() + at, record); }
};

// A GiB goes through the ring; what is read was written half a ring before.
template <class Ring>
void pass_through(benchmark::State& state) {
  const auto size = static_cast<std::size_t>(state.range(0));
  measure(
      state, [size] { return Ring{size}; },
      [size](Ring& ring) {
        std::byte written[record] = {};
        std::byte read[record];
        std::size_t head = first_record;
        std::size_t tail = first_record + size / 2;
        for (std::size_t done = 0; done < gibibyte; done += record) {
          ring.in(head, written);
          ring.out(tail, read);
          benchmark::DoNotOptimize(read);
          head = head + record < size ? head + record : head + record - size;
          tail = tail + record < size ? tail + record : tail + record - size;
        }
      });
}

void ring_sizes(benchmark::internal::Benchmark* of) { of->Arg(256 * 1024)->Arg(64 * mebibyte)->Apply(once); }

BENCHMARK(pass_through<wrapped>)->Name("ring/wrapped")->Apply(ring_sizes);
BENCHMARK(pass_through<mirrored>)->Name("ring/mmapkit mirrored_buffer")->Apply(ring_sizes);

struct copied {
  std::vector<std::byte> memory;
  std::vector<std::byte> copy;
};

struct frozen {
  mmapkit::freezable memory;
  mmapkit::snapshot taken;
};

frozen made_freezable(std::size_t size) {
  frozen made{mmapkit::freezable{size}, {}};
  std::memset(made.memory.data(), 1, size);
  return made;
}

void snapshot_copy(benchmark::State& state) {
  const auto size = static_cast<std::size_t>(state.range(0));
  measure(
      state,
      [size] {
        return copied{std::vector<std::byte>(size, std::byte{1}), std::vector<std::byte>(size)};
      },
      [](copied& both) { std::memcpy(both.copy.data(), both.memory.data(), both.memory.size()); });
}

void snapshot_freeze(benchmark::State& state) {
  const auto size = static_cast<std::size_t>(state.range(0));
  measure(
      state, [size] { return made_freezable(size); }, [](frozen& made) { made.taken = made.memory.freeze(); });
}

void snapshot_sizes(benchmark::internal::Benchmark* of) { of->Arg(64 * mebibyte)->Arg(gibibyte)->Apply(once); }

BENCHMARK(snapshot_copy)->Name("snapshot/copy")->Apply(snapshot_sizes);
BENCHMARK(snapshot_freeze)->Name("snapshot/mmapkit freeze")->Apply(snapshot_sizes);

}  // namespace
