// Opening, mapping, touching and unmapping a small file: the library beside the raw calls, in one run. The two sides
// take turns, a few calls each, so that what slows the machine down slows both; the figure is the median of the ratios.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <mmapkit/mmapkit.hpp>
#include <string>
#include <vector>

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
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < repeats; ++i) work(path);
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count() / repeats;
}

double median(std::vector<double>& values) {
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
}

void compare(const char* name, void (*work)(const std::filesystem::path&),
             void (*raw_work)(const std::filesystem::path&)) {
  const auto path = small_file();
  std::vector<double> ratios;
  std::vector<double> times;
  std::vector<double> raw_times;
  for (int i = 0; i < 2000; ++i) {
    const bool raw_first = i % 2 == 0;
    const double before = raw_first ? nanoseconds(raw_work, path) : 0;
    const double ours = nanoseconds(work, path);
    const double theirs = raw_first ? before : nanoseconds(raw_work, path);
    times.push_back(ours);
    raw_times.push_back(theirs);
    ratios.push_back(ours / theirs);
  }
  std::ranges::sort(ratios);
  fmt::print("{:12} median {:6.0f} ns, raw calls {:6.0f} ns; ratio: median {:.4f}, middle half {:.4f} to {:.4f}\n",
             name, median(times), median(raw_times), median(ratios), ratios[ratios.size() / 4],
             ratios[ratios.size() * 3 / 4]);
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
