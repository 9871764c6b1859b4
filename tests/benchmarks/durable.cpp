// Bytes that are on the device when the call returns, at random places of a file of 64 MiB.
#include <fcntl.h>
#include <unistd.h>

#include <cstring>
#include <mmapkit/mmapkit.hpp>

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

}  // namespace
