// A file that is mapped shared grows from a page to a GiB, by doubling and by a MiB at a time, with a store to the last
// byte of each step. Those who only set a length leave holes, as sides called sparse do.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <mmapkit/mmapkit.hpp>

#include "peers.hpp"
#include "scratch.hpp"

namespace {

using peers::next_length;

constexpr std::size_t most = bench::gibibyte;

using grow_file = void (*)(const std::filesystem::path&, std::size_t step, std::size_t most);

void by_hand(const std::filesystem::path& path, std::size_t step, std::size_t to, bool allocated) {
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  auto length = bench::page;
  auto* memory = static_cast<char*>(::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
  while (length < to) {
    const auto before = length;
    length = next_length(length, step);
    const auto from = static_cast<off_t>(before);
    const auto end = static_cast<off_t>(length);
    bench::require((allocated ? ::fallocate(file, 0, from, end - from) : ::ftruncate(file, end)) == 0, "ftruncate");
    void* const longer = ::mremap(memory, before, length, MREMAP_MAYMOVE, nullptr);
    bench::require(longer != MAP_FAILED, "mremap");
    memory = static_cast<char*>(longer);
    memory[length - 1] = 'x';
  }
  ::munmap(memory, length);
  ::close(file);
}

void raw_sparse(const std::filesystem::path& path, std::size_t step, std::size_t to) { by_hand(path, step, to, false); }
void raw_allocated(const std::filesystem::path& path, std::size_t step, std::size_t to) {
  by_hand(path, step, to, true);
}

void by_resize(const std::filesystem::path& path, std::size_t step, std::size_t to, mmapkit::file_growth growth) {
  mmapkit::mapping memory{path,
                          {.open = mmapkit::open_flag::read | mmapkit::open_flag::write,
                           .protection = mmapkit::protection_flag::read | mmapkit::protection_flag::write,
                           .mmap = mmapkit::mmap_flag::shared,
                           .growth = growth}};
  for (auto length = memory.size(); length < to;) {
    length = next_length(length, step);
    memory.resize(length);
    memory.data()[length - 1] = std::byte{'x'};
  }
}

void resize_sparse(const std::filesystem::path& path, std::size_t step, std::size_t to) {
  by_resize(path, step, to, mmapkit::file_growth::sparse);
}
void resize_allocated(const std::filesystem::path& path, std::size_t step, std::size_t to) {
  by_resize(path, step, to, mmapkit::file_growth::allocated);
}

void grow(benchmark::State& state, grow_file work) {
  static const bench::folder place;
  const auto path = place / "growing";
  for (auto _ : state) {
    state.PauseTiming();
    bench::write(path, std::string(bench::page, 'x'));
    state.ResumeTiming();
    work(path, static_cast<std::size_t>(state.range(0)), most);
  }
  std::filesystem::remove(path);
}

// 0 doubles.
void each_step(benchmark::internal::Benchmark* of) { of->Arg(0)->Arg(bench::mebibyte)->Iterations(1)->UseRealTime(); }

BENCHMARK_CAPTURE(grow, mmapkit resize sparse, resize_sparse)->Apply(each_step);
BENCHMARK_CAPTURE(grow, raw ftruncate and mremap, raw_sparse)->Apply(each_step);
BENCHMARK_CAPTURE(grow, mmapkit resize, resize_allocated)->Apply(each_step);
BENCHMARK_CAPTURE(grow, raw fallocate and mremap, raw_allocated)->Apply(each_step);
#if BENCH_HAS_BOOST
BENCHMARK_CAPTURE(grow, Boost.Iostreams sparse, peers::grow_boost_iostreams)->Apply(each_step);
BENCHMARK_CAPTURE(grow, Boost.Interprocess sparse, peers::grow_boost_interprocess)->Apply(each_step);
#endif
#if BENCH_HAS_QT
BENCHMARK_CAPTURE(grow, Qt sparse, peers::grow_qt)->Apply(each_step);
#endif
#if BENCH_HAS_MIO
BENCHMARK_CAPTURE(grow, mio sparse, peers::grow_mio)->Apply(each_step);
#endif

}  // namespace
