// Opening, mapping, touching and unmapping a small file: the library beside the raw calls, a few calls each in turns.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <mmapkit/mmapkit.hpp>
#include <string>

#include "turns.hpp"

namespace {

std::filesystem::path small_file() {
  auto path = std::filesystem::temp_directory_path() / "mmapkit-bench.bin";
  std::ofstream{path} << std::string(4096, 'x');
  return path;
}

void touch(const void* memory) {
  char seen = *static_cast<const volatile char*>(memory);
  benchmark::DoNotOptimize(seen);
}

void raw(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  ::fstat(file, &status);
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  touch(memory);
  ::munmap(memory, size);
  ::close(file);
}

// The file closed as soon as it is mapped, as a mapping does it.
void raw_closed_early(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  ::fstat(file, &status);
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  ::close(file);
  touch(memory);
  ::munmap(memory, size);
}

void calls(const std::filesystem::path& path) {
  const auto memory = mmapkit::mmap(path);
  touch(memory.addr);
  mmapkit::munmap(memory);
}

void owned(const std::filesystem::path& path) {
  const mmapkit::mapping file{path};
  touch(file.data());
}

void run(benchmark::State& state, void (*work)(const std::filesystem::path&)) {
  const auto path = small_file();
  for (auto _ : state) work(path);
}

BENCHMARK_CAPTURE(run, raw, raw);
BENCHMARK_CAPTURE(run, raw_closed_early, raw_closed_early);
BENCHMARK_CAPTURE(run, mmap_munmap, calls);
BENCHMARK_CAPTURE(run, mapping, owned);

double nanoseconds(void (*work)(const std::filesystem::path&), const std::filesystem::path& path) {
  constexpr int repeats = 200;
  return turns::nanoseconds([&] {
           for (int i = 0; i < repeats; ++i) work(path);
         }) /
         repeats;
}

void compare(const char* name, void (*work)(const std::filesystem::path&),
             void (*raw_work)(const std::filesystem::path&)) {
  const auto path = small_file();
  const auto found = turns::take(
      2000, [&] { return nanoseconds(work, path); }, [&] { return nanoseconds(raw_work, path); });
  fmt::print("{:12} median {:6.0f} ns, raw calls {:6.0f} ns; ratio: median {:.4f}, middle half {:.4f} to {:.4f}\n",
             name, found.first, found.second, found.ratio, found.low, found.high);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  fmt::print("\nTaking turns, 2000 times 200 calls each:\n");
  compare("mmap/munmap", calls, raw);
  compare("mapping", owned, raw_closed_early);
  compare("raw again", raw, raw);
  std::filesystem::remove(small_file());
}
