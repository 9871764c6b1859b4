// Bytes that are on the device when the call returns, at random places of a file of 64 MiB.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <mmapkit/mmapkit.hpp>
#include <numeric>
#include <vector>

#include "scratch.hpp"

namespace {

using bench::mebibyte;

constexpr std::size_t file_size = 64 * mebibyte;

class prepared_file {
 public:
  prepared_file() : path_{place_ / "data"} {
    bench::write(path_, std::string(file_size, 'x'));
    memory_ = mmapkit::mapping{path_,
                               {.open = mmapkit::open_flag::read | mmapkit::open_flag::write,
                                .protection = mmapkit::protection_flag::read | mmapkit::protection_flag::write,
                                .mmap = mmapkit::mmap_flag::shared}};
    memory_.sync(mmapkit::durability::all);
    plain_ = ::open(path_.c_str(), O_RDWR | O_CLOEXEC);
    at_once_ = ::open(path_.c_str(), O_RDWR | O_DSYNC | O_CLOEXEC);
    bench::require(plain_ >= 0 && at_once_ >= 0, "open");
  }

  mmapkit::mapping& memory() { return memory_; }
  int plain() const { return plain_; }
  int at_once() const { return at_once_; }

 private:
  bench::folder place_;
  std::filesystem::path path_;
  mmapkit::mapping memory_;
  int plain_ = -1;
  int at_once_ = -1;
};

prepared_file& the_file() {
  static prepared_file file;
  return file;
}

using bytes = std::span<const std::byte>;

void store_and_msync(std::size_t at, bytes content) {
  auto& memory = the_file().memory();
  std::memcpy(memory.data() + at, content.data(), content.size());
  memory.sync(at, content.size());
}

void write_through(std::size_t at, bytes content) { the_file().memory().write_through(at, content); }

void pwrite_dsync(std::size_t at, bytes content) {
  const auto written = ::pwrite(the_file().at_once(), content.data(), content.size(), static_cast<off_t>(at));
  bench::require(written == static_cast<ssize_t>(content.size()), "pwrite");
}

void pwrite_and_fdatasync(std::size_t at, bytes content) {
  const auto written = ::pwrite(the_file().plain(), content.data(), content.size(), static_cast<off_t>(at));
  bench::require(written == static_cast<ssize_t>(content.size()) && ::fdatasync(the_file().plain()) == 0, "pwrite");
}

// Places and bytes are others each time, of the same kind for every side.
void durable(benchmark::State& state, void (*write)(std::size_t, bytes)) {
  the_file();
  const auto size = static_cast<std::size_t>(state.range(0));
  std::vector<std::byte> content(size);
  static std::minstd_rand random{3};
  static std::uint8_t round = 0;
  for (auto _ : state) {
    std::memset(content.data(), ++round, size);
    write(random() % (file_size / size) * size, content);
  }
}

void each_size(benchmark::internal::Benchmark* of) {
  for (const auto size : {8, 4096, 262144}) of->Arg(size);
  of->Iterations(20)->UseRealTime();
}

BENCHMARK_CAPTURE(durable, mmapkit write_through, write_through)->Apply(each_size);
BENCHMARK_CAPTURE(durable, store and msync, store_and_msync)->Apply(each_size);
BENCHMARK_CAPTURE(durable, pwrite with O_DSYNC, pwrite_dsync)->Apply(each_size);
BENCHMARK_CAPTURE(durable, pwrite and fdatasync, pwrite_and_fdatasync)->Apply(each_size);

// A new file of which each page is written once, at random; then comes another one. `fill` writes all of it before.
class new_file {
 public:
  new_file(mmapkit::file_growth growth, void (*fill)(mmapkit::mapping&)) : growth_{growth}, fill_{fill} {
    std::iota(pages_.begin(), pages_.end(), std::size_t{0});
    std::shuffle(pages_.begin(), pages_.end(), std::minstd_rand{5});
  }

  void make_anew() {
    memory_ = {};
    std::filesystem::remove(place_ / "data");
    memory_ =
        mmapkit::mapping{place_ / "data",
                         {.open = mmapkit::open_flag::read | mmapkit::open_flag::write | mmapkit::open_flag::create,
                          .protection = mmapkit::protection_flag::read | mmapkit::protection_flag::write,
                          .mmap = mmapkit::mmap_flag::shared,
                          .size = file_size,
                          .growth = growth_}};
    fill_(memory_);
    memory_.sync(mmapkit::durability::all);
    next_ = 0;
  }

  bool is_used_up() const { return memory_.empty() || next_ == pages_.size(); }
  void write_next(bytes content) { memory_.write_through(pages_[next_++] * bench::page, content); }

 private:
  bench::folder place_;
  mmapkit::mapping memory_;
  mmapkit::file_growth growth_;
  void (*fill_)(mmapkit::mapping&);
  std::vector<std::size_t> pages_ = std::vector<std::size_t>(file_size / bench::page);
  std::size_t next_ = 0;
};

void leave(mmapkit::mapping& /*memory*/) {}
void fill_with_letters(mmapkit::mapping& memory) { std::memset(memory.data(), 'x', memory.size()); }

void durable_first(benchmark::State& state, mmapkit::file_growth growth, void (*fill)(mmapkit::mapping&)) {
  static std::map<std::pair<mmapkit::file_growth, bool>, new_file> files;
  auto& file = files.try_emplace({growth, fill == leave}, growth, fill).first->second;
  const std::array<std::byte, 8> content{std::byte{1}};
  for (auto _ : state) {
    if (file.is_used_up()) {
      state.PauseTiming();
      file.make_anew();
      state.ResumeTiming();
    }
    file.write_next(content);
  }
}

void few(benchmark::internal::Benchmark* of) { of->Iterations(20)->UseRealTime(); }

using mmapkit::file_growth;

BENCHMARK_CAPTURE(durable_first, mmapkit sparse, file_growth::sparse, leave)->Apply(few);
BENCHMARK_CAPTURE(durable_first, mmapkit allocated, file_growth::allocated, leave)->Apply(few);
BENCHMARK_CAPTURE(durable_first, mmapkit written, file_growth::written, leave)->Apply(few);
BENCHMARK_CAPTURE(durable_first, pages written before, file_growth::allocated, fill_with_letters)->Apply(few);

}  // namespace
