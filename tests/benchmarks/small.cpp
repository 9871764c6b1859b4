// What one small thing costs: to open, map, touch, unmap and close a file of a page; to map and unmap memory; to
// protect and to sync a page. The raw calls are the floor.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <mmapkit/mmapkit.hpp>

#include "peers.hpp"
#include "scratch.hpp"

namespace {

using bench::page;

const std::filesystem::path& small_file() {
  static const bench::folder place;
  static const std::filesystem::path path = [] {
    auto made = place / "small";
    bench::write(made, std::string(page, 'x'));
    return made;
  }();
  return path;
}

void file(benchmark::State& state, void (*work)(const char*)) {
  const std::string name = small_file().string();
  for (auto _ : state) work(name.c_str());
}

// The file is closed when it is unmapped, as most libraries do it.
void raw_open_to_the_end(const char* path) {
  const int file = ::open(path, O_RDONLY | O_CLOEXEC);
  struct stat status {};
  bench::require(::fstat(file, &status) == 0, "fstat");
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  bench::touch(memory);
  ::munmap(memory, size);
  ::close(file);
}

void raw_closed_at_once(const char* path) {
  const int file = ::open(path, O_RDONLY | O_CLOEXEC);
  struct stat status {};
  bench::require(::fstat(file, &status) == 0, "fstat");
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  ::close(file);
  bench::touch(memory);
  ::munmap(memory, size);
}

void calls(const char* path) {
  const auto memory = mmapkit::mmap(path);
  bench::touch(memory.addr);
  mmapkit::munmap(memory);
}

void owned(const char* path) {
  const mmapkit::mapping file{path};
  bench::touch(file.data());
}

BENCHMARK_CAPTURE(file, raw calls, raw_open_to_the_end);
BENCHMARK_CAPTURE(file, raw calls closing at once, raw_closed_at_once);
BENCHMARK_CAPTURE(file, mmapkit mmap, calls);
BENCHMARK_CAPTURE(file, mmapkit mapping, owned);
#if BENCH_HAS_BOOST
BENCHMARK_CAPTURE(file, Boost.Iostreams, peers::boost_iostreams);
BENCHMARK_CAPTURE(file, Boost.Interprocess, peers::boost_interprocess);
#endif
#if BENCH_HAS_GLIB
BENCHMARK_CAPTURE(file, GLib, peers::glib);
#endif
#if BENCH_HAS_LLVM
BENCHMARK_CAPTURE(file, LLVM, peers::llvm);
#endif
#if BENCH_HAS_QT
BENCHMARK_CAPTURE(file, Qt, peers::qt);
#endif
#if BENCH_HAS_MIO
BENCHMARK_CAPTURE(file, mio, peers::mio);
#endif

constexpr std::size_t memory_size = 64 * page;

template <class Work>
void memory(benchmark::State& state, Work work) {
  for (auto _ : state) work();
}

void raw_memory() {
  void* const memory = ::mmap(nullptr, memory_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  benchmark::DoNotOptimize(memory);
  ::munmap(memory, memory_size);
}

constexpr auto read_write = mmapkit::protection_flag::read | mmapkit::protection_flag::write;
constexpr auto anonymous = mmapkit::mmap_flag::private_ | mmapkit::mmap_flag::anonymous;

void posix_memory() {
  void* const memory = mmapkit::mmap(nullptr, memory_size, read_write, anonymous, mmapkit::no_handle, 0);
  benchmark::DoNotOptimize(memory);
  mmapkit::munmap(memory, memory_size);
}

void mapped_memory() {
  const mmapkit::mapping memory{{.protection = read_write, .mmap = anonymous, .size = memory_size}};
  benchmark::DoNotOptimize(memory.data());
}

BENCHMARK_CAPTURE(memory, raw calls, raw_memory);
BENCHMARK_CAPTURE(memory, mmapkit mmap, posix_memory);
BENCHMARK_CAPTURE(memory, mmapkit mapping, mapped_memory);
#if BENCH_HAS_BOOST
BENCHMARK_CAPTURE(memory, Boost.Interprocess shared, peers::boost_memory);
#endif
#if BENCH_HAS_LLVM
BENCHMARK_CAPTURE(memory, LLVM, peers::llvm_memory);
#endif

// There and back, so that each call changes something.
template <class Protect>
void protect(benchmark::State& state, Protect change) {
  mmapkit::mapping memory{{.protection = read_write, .mmap = anonymous, .size = memory_size}};
  bool writable = false;
  for (auto _ : state) {
    change(memory, writable);
    writable = !writable;
  }
}

BENCHMARK_CAPTURE(protect, raw calls, [](mmapkit::mapping& memory, bool writable) {
  bench::require(::mprotect(memory.data(), memory.size(), writable ? PROT_READ | PROT_WRITE : PROT_READ) == 0,
                 "mprotect");
});
BENCHMARK_CAPTURE(protect, mmapkit mprotect, [](mmapkit::mapping& memory, bool writable) {
  mmapkit::mprotect(memory.data(), memory.size(), writable ? read_write : mmapkit::protection_flag::read);
});
BENCHMARK_CAPTURE(protect, mmapkit mapping, [](mmapkit::mapping& memory, bool writable) {
  memory.protect(writable ? read_write : mmapkit::protection_flag::read);
});
#if BENCH_HAS_LLVM
BENCHMARK_CAPTURE(protect, LLVM, [](mmapkit::mapping& memory, bool writable) {
  peers::llvm_protect(memory.data(), memory.size(), writable);
});
#endif

mmapkit::mapping clean_page() {
  mmapkit::mapping memory{small_file(),
                          {.open = mmapkit::open_flag::read | mmapkit::open_flag::write,
                           .protection = read_write,
                           .mmap = mmapkit::mmap_flag::shared}};
  memory.sync();
  return memory;
}

template <class Sync>
void sync(benchmark::State& state, Sync write_back) {
  auto memory = clean_page();
  for (auto _ : state) write_back(memory);
}

BENCHMARK_CAPTURE(sync, raw calls, [](mmapkit::mapping& memory) {
  bench::require(::msync(memory.data(), memory.size(), MS_SYNC) == 0, "msync");
});
BENCHMARK_CAPTURE(sync, mmapkit msync, [](mmapkit::mapping& memory) {
  mmapkit::msync(memory.data(), memory.size(), mmapkit::msync_flag::sync);
});
BENCHMARK_CAPTURE(sync, mmapkit mapping, [](mmapkit::mapping& memory) { memory.sync(); });

template <class Side>
[[maybe_unused]] void sync_peer(benchmark::State& state) {
  Side side{small_file()};
  for (auto _ : state) side.sync();
}

#if BENCH_HAS_BOOST
BENCHMARK(sync_peer<peers::boost_interprocess_file>)->Name("sync/Boost.Interprocess");
#endif
#if BENCH_HAS_MIO
BENCHMARK(sync_peer<peers::mio_file>)->Name("sync/mio");
#endif

}  // namespace
