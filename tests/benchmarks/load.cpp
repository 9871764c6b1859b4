// 100,000 small files, read whole one after the other: each size has its part of them. Where reading and mapping meet
// is what most_copied in <mmapkit/load.hpp> is.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <memory>
#include <mmapkit/mmapkit.hpp>

#include "scratch.hpp"

namespace {

constexpr std::size_t all_files = 100'000;
constexpr std::size_t smallest = 1024;
constexpr std::size_t largest = 1024 * 1024;
constexpr std::size_t sizes = 7;  // from 1 KiB to 64 KiB; beyond there are as few as show where the two meet

const std::vector<std::string>& files_of(std::size_t size) {
  static const bench::folder place;
  static std::map<std::size_t, std::vector<std::string>> all;
  auto& files = all[size];
  const auto count = size <= 64 * 1024 ? all_files / sizes : 500;
  const auto content = bench::text(size);
  const auto prefix = std::to_string(size) + '-';
  while (files.size() < count) {
    files.push_back((place / (prefix + std::to_string(files.size()))).string());
    bench::write(files.back(), content);
  }
  return files;
}

// A byte of every cache line: all of it is needed.
void use(const char* content, std::size_t size) {
  std::uint64_t sum = 0;
  for (std::size_t at = 0; at < size; at += 64) sum += static_cast<unsigned char>(content[at]);
  benchmark::DoNotOptimize(sum);
}

void by_read(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  bench::require(::fstat(file, &status) == 0, "fstat");
  const auto size = static_cast<std::size_t>(status.st_size);
  const std::unique_ptr<char[]> content{new char[size]};
  bench::require(::read(file, content.get(), size) == status.st_size, "read");
  ::close(file);
  use(content.get(), size);
}

void by_mmap(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  bench::require(::fstat(file, &status) == 0, "fstat");
  const auto size = static_cast<std::size_t>(status.st_size);
  auto* const content = static_cast<char*>(::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0));
  ::close(file);
  use(content, size);
  ::munmap(content, size);
}

void by_load(const std::string& path) {
  const auto content = mmapkit::load(path);
  use(content.text().data(), content.size());
}

void by_stream(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  const std::string content{std::istreambuf_iterator<char>{file}, {}};
  use(content.data(), content.size());
}

void files(benchmark::State& state, void (*load)(const std::string&)) {
  const auto& paths = files_of(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state)
    for (const auto& path : paths) load(path);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * paths.size()));
}

void each_size(benchmark::internal::Benchmark* of) {
  for (auto size = smallest; size <= largest; size *= 2) of->Arg(static_cast<std::int64_t>(size));
  of->Iterations(1);
}

BENCHMARK_CAPTURE(files, read, by_read)->Apply(each_size);
BENCHMARK_CAPTURE(files, mmap, by_mmap)->Apply(each_size);
BENCHMARK_CAPTURE(files, mmapkit load, by_load)->Apply(each_size);
BENCHMARK_CAPTURE(files, std ifstream, by_stream)->Apply(each_size);

}  // namespace
