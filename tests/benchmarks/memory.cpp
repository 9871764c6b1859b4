// Large memory: the library beside malloc and std::vector, in turns. Each side begins without memory, and what it took
// is given back before the other begins; giving back is not timed. Each does its work once untimed and then at once
// again: a virtual machine may have handed free memory to its host, which is slow to return it. An argument chooses the
// comparisons that have it in their name.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mmapkit/mmapkit.hpp>
#include <string_view>
#include <vector>

#include "turns.hpp"

namespace {

constexpr int rounds = 11;
constexpr std::size_t gibibyte = std::size_t{1} << 30;
constexpr std::size_t count = gibibyte / sizeof(std::uint64_t);

void print(std::string_view what, const turns::comparison& found) {
  fmt::print("{:44} {:8.2f} ms beside {:8.2f} ms; ratio: median {:5.2f}, middle half {:5.2f} to {:5.2f}\n", what,
             found.first / 1e6, found.second / 1e6, found.ratio, found.low, found.high);
  std::fflush(stdout);
}

std::string_view chosen;

template <class First, class Second>
void compare(std::string_view what, First first, Second second) {
  if (what.find(chosen) == std::string_view::npos) return;
  const auto again = [](auto work) {
    return [work] {
      work();
      return work();
    };
  };
  print(what, turns::take(rounds, again(first), again(second)));
}

struct free_memory {
  void operator()(std::byte* memory) const { std::free(memory); }
};

void touch(std::byte* memory) {
  for (std::size_t at = 0; at < gibibyte; at += mmapkit::page_size())
    *static_cast<volatile std::byte*>(memory + at) = std::byte{1};
}

double touch_malloc() {
  std::unique_ptr<std::byte, free_memory> memory;
  return turns::nanoseconds([&] {
    memory.reset(static_cast<std::byte*>(std::malloc(gibibyte)));
    touch(memory.get());
  });
}

double touch_allocation() {
  mmapkit::allocation memory;
  return turns::nanoseconds([&] {
    memory = mmapkit::allocate(gibibyte);
    touch(memory.data());
  });
}

double prefault(unsigned threads) {
  mmapkit::allocation memory;
  return turns::nanoseconds([&] { memory = mmapkit::allocate(gibibyte, {.prefault_threads = threads}); });
}

template <class Numbers>
void fill(Numbers& numbers) {
  for (std::uint64_t i = 0; i < count; ++i) numbers.push_back(i);
  benchmark::DoNotOptimize(numbers.data());
  benchmark::ClobberMemory();
}

double fill_vector(std::size_t reserved) {
  std::vector<std::uint64_t> numbers;
  return turns::nanoseconds([&] {
    numbers.reserve(reserved);
    fill(numbers);
  });
}

double fill_growable() {
  mmapkit::growable<std::uint64_t> numbers;
  return turns::nanoseconds([&] {
    numbers = mmapkit::growable<std::uint64_t>{count};
    fill(numbers);
  });
}

// The records do not divide the ring as it lies: one of each lap is on both sides of the seam.
constexpr std::size_t record = 1024;
constexpr std::size_t first_record = record / 2;

using copy_in = void (*)(std::byte* ring, std::size_t size, std::size_t at, const std::byte* from);
using copy_out = void (*)(const std::byte* ring, std::size_t size, std::size_t at, std::byte* to);

void wrap_in(std::byte* ring, std::size_t size, std::size_t at, const std::byte* from) {
  const auto front = std::min(record, size - at);
  std::memcpy(ring + at, from, front);
  std::memcpy(ring, from + front, record - front);
}

void wrap_out(const std::byte* ring, std::size_t size, std::size_t at, std::byte* to) {
  const auto front = std::min(record, size - at);
  std::memcpy(to, ring + at, front);
  std::memcpy(to + front, ring, record - front);
}

void mirror_in(std::byte* ring, std::size_t /*size*/, std::size_t at, const std::byte* from) {
  std::memcpy(ring + at, from, record);
}

void mirror_out(const std::byte* ring, std::size_t /*size*/, std::size_t at, std::byte* to) {
  std::memcpy(to, ring + at, record);
}

// A GiB goes through the ring; what is read was written half a ring before.
template <copy_in in, copy_out out>
double pass_through(std::byte* ring, std::size_t size) {
  std::byte written[record] = {};
  std::byte read[record];
  return turns::nanoseconds([&] {
    std::size_t head = first_record;
    std::size_t tail = first_record + size / 2;
    for (std::size_t done = 0; done < gibibyte; done += record) {
      in(ring, size, head, written);
      out(ring, size, tail, read);
      benchmark::DoNotOptimize(read);
      head = head + record < size ? head + record : head + record - size;
      tail = tail + record < size ? tail + record : tail + record - size;
    }
  });
}

void compare_rings(std::string_view what, std::size_t size) {
  mmapkit::mirrored_buffer mirror{size};
  std::vector<std::byte> plain(size);
  std::memset(mirror.data(), 1, size);
  compare(
      what, [&] { return pass_through<wrap_in, wrap_out>(plain.data(), size); },
      [&] { return pass_through<mirror_in, mirror_out>(mirror.data(), size); });
}

double copy() {
  std::vector<std::byte> from(gibibyte, std::byte{1});
  std::vector<std::byte> to(gibibyte);
  return turns::nanoseconds([&] { std::memcpy(to.data(), from.data(), gibibyte); });
}

// The first snapshot of memory that is all there, or the second, when so many pages were stored to in between.
double freeze(std::size_t size, std::size_t changed_pages) {
  mmapkit::freezable memory{size};
  std::memset(memory.data(), 1, size);
  mmapkit::snapshot taken;
  mmapkit::snapshot older;
  if (changed_pages != 0) older = memory.freeze();
  for (std::size_t i = 0; i < changed_pages; ++i) memory.data()[size / changed_pages * i] = std::byte{2};
  return turns::nanoseconds([&] { taken = memory.freeze(); });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1) chosen = argv[1];
  fmt::print("1 GiB, {} rounds in turns. The ratio is how many times faster the second is.\n", rounds);
  compare("malloc beside allocate, every page touched", touch_malloc, touch_allocation);
  compare(
      "prefault: 1 thread beside 2", [] { return prefault(1); }, [] { return prefault(2); });
  compare(
      "push_back: reserved vector beside growable", [] { return fill_vector(count); }, fill_growable);
  compare(
      "push_back: vector beside growable", [] { return fill_vector(0); }, fill_growable);
  compare("snapshot: a copy beside freeze", copy, [] { return freeze(gibibyte, 0); });
  compare(
      "snapshot: freeze of 1 GiB beside 64 MiB", [] { return freeze(gibibyte, 0); },
      [] { return freeze(gibibyte / 16, 0); });
  compare(
      "snapshot: freeze again after 10,000 pages beside 1,000", [] { return freeze(gibibyte, 10'000); },
      [] { return freeze(gibibyte, 1'000); });
  compare_rings("64 MiB ring: wrapped beside mirrored", std::size_t{64} << 20);
  compare_rings("256 KiB ring: wrapped beside mirrored", std::size_t{256} << 10);
}
