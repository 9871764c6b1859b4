// Numbers at random places of 4 GiB that are in memory: in the system's cache, and in memory of their own.
#include <mmapkit/mmapkit.hpp>

#include "scratch.hpp"

namespace {

using bench::gibibyte;

constexpr std::size_t size = 4 * gibibyte;
constexpr std::size_t look_ups = 4'000'000;

// Zeros, so that the file needs no disk; its pages are in the cache as those of any other.
const std::filesystem::path& the_file() {
  static const bench::folder place;
  static const std::filesystem::path path = [] {
    auto made = place / "index";
    bench::write(made, "");
    std::filesystem::resize_file(made, size);
    return made;
  }();
  return path;
}

class places {
 public:
  std::size_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_ % (size / sizeof(std::uint64_t));
  }

 private:
  std::uint64_t state_ = 88172645463325252;
};

// Each place is known beforehand.
std::uint64_t look_up(std::span<const std::uint64_t> numbers) {
  places random;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < look_ups; ++i) sum += numbers[random.next()];
  return sum;
}

// Each place depends on what was found before, as in a tree.
std::uint64_t follow(std::span<const std::uint64_t> numbers) {
  places random;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < look_ups; ++i) sum += numbers[random.next() ^ (sum & 1)];
  return sum;
}

using search = std::uint64_t (*)(std::span<const std::uint64_t>);

// Once before, untimed, so that every page is there.
template <class Memory>
void measure(benchmark::State& state, const Memory& memory, search act) {
  const auto numbers = memory.template as<std::uint64_t>();
  auto before = act(numbers);
  benchmark::DoNotOptimize(before);
  for (auto _ : state) {
    auto found = act(numbers);
    benchmark::DoNotOptimize(found);
  }
}

// The pages of a cache are as large as what was read at once: those that came one by one are small, and those of a file
// that was read in order may be huge (ext4 since Linux 6.16).
void one_by_one(const mmapkit::mapping& file) {
  for (std::size_t at = 0; at < file.size(); at += bench::page) bench::touch(file.data() + at);
}

void in_order(const mmapkit::mapping& file) {
  mmapkit::madvise(const_cast<std::byte*>(file.data()), file.size(), mmapkit::advice::populate_read);
}

void in_cache(benchmark::State& state, search act, void (*read)(const mmapkit::mapping&),
              mmapkit::posix_advice advice) {
  const mmapkit::file opened{the_file(), mmapkit::open_flag::read};
  bench::require(::posix_fadvise(opened.handle(), 0, 0, POSIX_FADV_DONTNEED) == 0, "posix_fadvise");
  const mmapkit::mapping file{the_file(), {.advice = advice}};
  read(file);
  measure(state, file, act);
}

void in_memory(benchmark::State& state, search act) { measure(state, mmapkit::load_into_memory(the_file()), act); }

// As a file on tmpfs is: its pages came one by one. The address is that of a huge page, which collapsing needs.
mmapkit::mapping shared() {
  mmapkit::mapping memory{{.protection = mmapkit::protection_flag::read | mmapkit::protection_flag::write,
                           .mmap = mmapkit::mmap_flag::shared | mmapkit::mmap_flag::anonymous,
                           .size = size,
                           .alignment = bench::gibibyte}};
  for (std::size_t at = 0; at < size; at += bench::page) memory.data()[at] = std::byte{};
  return memory;
}

void in_shared_memory(benchmark::State& state, search act) { measure(state, shared(), act); }

void in_collapsed_memory(benchmark::State& state, search act) {
  auto memory = shared();
  memory.advise(mmapkit::advice::collapse);
  measure(state, memory, act);
}

// What it costs to have huge pages.
void collapse(benchmark::State& state) {
  auto memory = shared();
  for (auto _ : state) memory.advise(mmapkit::advice::collapse);
}

void load(benchmark::State& state) {
  for (auto _ : state) {
    auto memory = mmapkit::load_into_memory(the_file());
    bench::touch(memory.data());
  }
}

constexpr auto normal = mmapkit::posix_advice::normal;
constexpr auto random = mmapkit::posix_advice::random;

BENCHMARK_CAPTURE(in_memory, , look_up)->Name("look_up/mmapkit load_into_memory")->Iterations(1);
BENCHMARK_CAPTURE(in_cache, , look_up, one_by_one, random)->Name("look_up/mapping, read page by page")->Iterations(1);
BENCHMARK_CAPTURE(in_cache, , look_up, in_order, normal)->Name("look_up/mapping, read in order")->Iterations(1);
BENCHMARK_CAPTURE(in_memory, , follow)->Name("look_up_in_turn/mmapkit load_into_memory")->Iterations(1);
BENCHMARK_CAPTURE(in_cache, , follow, one_by_one, random)
    ->Name("look_up_in_turn/mapping, read page by page")
    ->Iterations(1);
BENCHMARK_CAPTURE(in_shared_memory, , look_up)->Name("look_up/shared memory, page by page")->Iterations(1);
BENCHMARK_CAPTURE(in_collapsed_memory, , look_up)->Name("look_up/shared memory, advice::collapse")->Iterations(1);
BENCHMARK_CAPTURE(in_shared_memory, , follow)->Name("look_up_in_turn/shared memory, page by page")->Iterations(1);
BENCHMARK_CAPTURE(in_collapsed_memory, , follow)
    ->Name("look_up_in_turn/shared memory, advice::collapse")
    ->Iterations(1);
BENCHMARK(collapse)->Name("make_huge/advice::collapse of shared memory")->Iterations(1);
BENCHMARK(load)->Name("make_huge/mmapkit load_into_memory")->Iterations(1);
BENCHMARK_CAPTURE(in_cache, , follow, in_order, normal)->Name("look_up_in_turn/mapping, read in order")->Iterations(1);

}  // namespace
