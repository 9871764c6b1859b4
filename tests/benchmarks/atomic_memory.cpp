// Stores and loads between commits, beside plain memory: a million at random in 64 MiB. And the first store to a page.
#include <mmapkit/atomic_mapping.hpp>
#include <mmapkit/mmapkit.hpp>
#include <vector>

#include "atomic.hpp"

namespace {

using number = std::uint64_t;
constexpr std::size_t size = 64 * bench::mebibyte;
constexpr std::size_t count = size / sizeof(number);

const bench::folder& place() {
  static const bench::folder folder;
  return folder;
}

void store_to_each_page(std::span<number> memory) {
  for (std::size_t at = 0; at < count; at += bench::page / sizeof(number)) ++memory[at];
}

mmapkit::atomic_mapping& atomic() {
  static mmapkit::atomic_mapping memory{place() / "atomic", {.size = size}};
  return memory;
}

// All pages were stored to since the last commit.
std::span<number> changed_pages() {
  auto memory = atomic().as_writable<number>();
  store_to_each_page(memory);
  return memory;
}

std::span<number> committed_pages() {
  auto memory = changed_pages();
  atomic().commit();
  for (std::size_t at = 0; at < size; at += bench::page) bench::touch(atomic().data() + at);
  return memory;
}

std::span<number> plain() {
  static std::vector<number> memory(count, 1);
  return memory;
}

void stores(benchmark::State& state, std::span<number> (*of)()) {
  const auto memory = of();
  std::minstd_rand random{17};
  for (auto _ : state) {
    for (int i = 0; i < 1'000'000; ++i) memory[random() % count] = 7;
    benchmark::ClobberMemory();
  }
}

void loads(benchmark::State& state, std::span<number> (*of)()) {
  const auto memory = of();
  std::minstd_rand random{19};
  for (auto _ : state) {
    number sum = 0;
    for (int i = 0; i < 1'000'000; ++i) sum += memory[random() % count];
    benchmark::DoNotOptimize(sum);
  }
}

BENCHMARK_CAPTURE(stores, mmapkit atomic_mapping, changed_pages)->Iterations(3)->Repetitions(31);
BENCHMARK_CAPTURE(stores, plain memory, plain)->Iterations(3)->Repetitions(31);
BENCHMARK_CAPTURE(loads, mmapkit atomic_mapping, committed_pages)->Iterations(3)->Repetitions(31);
BENCHMARK_CAPTURE(loads, mmapkit atomic_mapping with changes, changed_pages)->Iterations(3)->Repetitions(31);
BENCHMARK_CAPTURE(loads, plain memory, plain)->Iterations(3)->Repetitions(31);

// The first store to each of 16,384 pages.
void first_stores_after_commit(benchmark::State& state) {
  for (auto _ : state) {
    const auto memory = committed_pages();
    bench::measure(state, [&] { store_to_each_page(memory); });
  }
}

void first_stores_to_private_pages(benchmark::State& state) {
  const auto path = place() / "private";
  bench::write(path, std::string(size, 'x'));
  bench::write_back(path);
  for (auto _ : state) {
    mmapkit::mapping file{path, {.protection = mmapkit::protection_flag::read | mmapkit::protection_flag::write}};
    const auto memory = file.as_writable<number>();
    for (std::size_t at = 0; at < size; at += bench::page) bench::touch(file.data() + at);
    bench::measure(state, [&] { store_to_each_page(memory); });
  }
}

void first_stores_to_new_memory(benchmark::State& state) {
  for (auto _ : state) {
    mmapkit::mapping memory{{.protection = mmapkit::protection_flag::read | mmapkit::protection_flag::write,
                             .mmap = mmapkit::mmap_flag::private_ | mmapkit::mmap_flag::anonymous,
                             .size = size}};
    const auto numbers = memory.as_writable<number>();
    bench::measure(state, [&] { store_to_each_page(numbers); });
  }
}

BENCHMARK(first_stores_after_commit)
    ->Name("first_stores/mmapkit atomic_mapping")
    ->Iterations(1)
    ->Repetitions(11)
    ->UseManualTime();
BENCHMARK(first_stores_to_private_pages)
    ->Name("first_stores/private mapping")
    ->Iterations(1)
    ->Repetitions(11)
    ->UseManualTime();
BENCHMARK(first_stores_to_new_memory)->Name("first_stores/new memory")->Iterations(1)->Repetitions(11)->UseManualTime();

}  // namespace
