// Small files read whole, one after the other. Of 1 KiB to 64 KiB there are 100,000 in all; of larger ones as many as
// show where reading and mapping meet. That depends on what becomes of a content: memory of one that is dropped serves
// the next, while one that is kept needs pages of its own. default_copy_limit in <mmapkit/load.hpp> lies between the
// two.
#include <fcntl.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <memory>
#include <mmapkit/mmapkit.hpp>
#include <vector>

#include "peers.hpp"
#include "scratch.hpp"

namespace {

using bench::mebibyte;

constexpr std::size_t all_files = 100'000;
constexpr std::size_t smallest = 1024;
constexpr std::size_t largest_small = 64 * 1024;
constexpr std::size_t small_sizes = 7;
constexpr std::size_t largest = 4 * mebibyte;

std::size_t files_of(std::size_t size) {
  return size <= largest_small ? all_files / small_sizes : 256 * mebibyte / size;
}

const std::vector<std::string>& prepared(std::size_t size) {
  static const bench::folder place;
  static std::map<std::size_t, std::vector<std::string>> all;
  auto& files = all[size];
  const auto count = files_of(size);
  const auto content = bench::text(size);
  const auto prefix = std::to_string(size) + '-';
  if (files.size() == count) return files;
  while (files.size() < count) {
    files.push_back((place / (prefix + std::to_string(files.size()))).string());
    bench::write(files.back(), content);
  }
  ::sync();  // not while something is measured
  return files;
}

class opened {
 public:
  explicit opened(const std::string& path) : file_{::open(path.c_str(), O_RDONLY | O_CLOEXEC)} {
    struct stat status {};
    bench::require(::fstat(file_, &status) == 0, "fstat");
    size_ = static_cast<std::size_t>(status.st_size);
  }
  ~opened() { ::close(file_); }
  opened(const opened&) = delete;
  opened& operator=(const opened&) = delete;

  int file() const { return file_; }
  std::size_t size() const { return size_; }

 private:
  int file_;
  std::size_t size_;
};

struct by_read {
  explicit by_read(const std::string& path) {
    const opened from{path};
    content.reset(new char[from.size()]);
    size = from.size();
    bench::require(::read(from.file(), content.get(), size) == static_cast<ssize_t>(size), "read");
  }
  std::string_view text() const { return {content.get(), size}; }

  std::unique_ptr<char[]> content;
  std::size_t size;
};

struct unmap {
  std::size_t size;
  void operator()(char* memory) const { ::munmap(memory, size); }
};

struct by_mmap {
  explicit by_mmap(const std::string& path) {
    const opened from{path};
    void* const memory = ::mmap(nullptr, from.size(), PROT_READ, MAP_PRIVATE, from.file(), 0);
    bench::require(memory != MAP_FAILED, "mmap");
    content = {static_cast<char*>(memory), unmap{from.size()}};
  }
  std::string_view text() const { return {content.get(), content.get_deleter().size}; }

  std::unique_ptr<char[], unmap> content{nullptr, unmap{0}};
};

struct by_load {
  explicit by_load(const std::string& path) : by_load{mmapkit::load(path)} {}
  explicit by_load(mmapkit::file_content loaded) : content{std::move(loaded)} {}
  std::string_view text() const { return content.text(); }

  mmapkit::file_content content;
};

// As who keeps contents asks for them.
struct by_load_to_keep : by_load {
  explicit by_load_to_keep(const std::string& path) : by_load{mmapkit::load(path, 4096)} {}
};

struct by_stream {
  explicit by_stream(const std::string& path) : content(std::filesystem::file_size(path), '\0') {
    std::ifstream{path, std::ios::binary}.read(content.data(), static_cast<std::streamsize>(content.size()));
  }
  std::string_view text() const { return content; }

  std::string content;
};

// A byte of every cache line: all of it is needed.
void use(std::string_view content) {
  std::uint64_t sum = 0;
  for (std::size_t at = 0; at < content.size(); at += 64) sum += static_cast<unsigned char>(content[at]);
  benchmark::DoNotOptimize(sum);
}

template <class Content>
void load_and_drop(benchmark::State& state) {
  const auto& paths = prepared(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state)
    for (const auto& path : paths) {
      const Content content{path};
      use(content.text());
    }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * paths.size()));
}

// Giving back is not timed, and is done in full: the next side finds an empty heap.
template <class Content>
void load_and_keep(benchmark::State& state) {
  const auto& paths = prepared(static_cast<std::size_t>(state.range(0)));
  std::vector<Content> all;
  all.reserve(paths.size());
  for (auto _ : state) {
    for (const auto& path : paths) use(all.emplace_back(path).text());
    state.PauseTiming();
    all.clear();
    ::malloc_trim(0);
    state.ResumeTiming();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * paths.size()));
}

void each_size(benchmark::internal::Benchmark* of) {
  for (auto size = smallest; size <= largest; size *= 2) of->Arg(static_cast<std::int64_t>(size));
  of->Iterations(1);
}

BENCHMARK(load_and_drop<by_read>)->Name("load/read")->Apply(each_size);
BENCHMARK(load_and_drop<by_mmap>)->Name("load/mmap")->Apply(each_size);
BENCHMARK(load_and_drop<by_load>)->Name("load/mmapkit load")->Apply(each_size);
BENCHMARK(load_and_drop<by_stream>)->Name("load/std ifstream")->Apply(each_size);
#if BENCH_HAS_LLVM
BENCHMARK(load_and_drop<peers::llvm_buffer>)->Name("load/LLVM MemoryBuffer")->Apply(each_size);
#endif
#if BENCH_HAS_GLIB
BENCHMARK(load_and_drop<peers::glib_file>)->Name("load/GLib GMappedFile")->Apply(each_size);
#endif
BENCHMARK(load_and_keep<by_read>)->Name("load_and_keep/read")->Apply(each_size);
BENCHMARK(load_and_keep<by_mmap>)->Name("load_and_keep/mmap")->Apply(each_size);
BENCHMARK(load_and_keep<by_load>)->Name("load_and_keep/mmapkit load")->Apply(each_size);
BENCHMARK(load_and_keep<by_load_to_keep>)->Name("load_and_keep/mmapkit load, 4096")->Apply(each_size);

}  // namespace
