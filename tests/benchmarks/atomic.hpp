// What the benchmarks of atomic_mapping share, and the stores beside it.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "scratch.hpp"

namespace bench {

// For how long this thread was ready to run and had no processor, in seconds. 0 where the system does not say.
inline double waited_for_processor() {
  static const int file = ::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  std::array<char, 128> told{};
  if (file < 0 || ::pread(file, told.data(), told.size() - 1, 0) <= 0) return 0;
  char* next = nullptr;
  std::strtoull(told.data(), &next, 10);  // for how long it had one
  return 1e-9 * static_cast<double>(std::strtoull(next, nullptr, 10));
}

// The time of the act alone, for benchmarks that use manual time. What other programs add by using the processors is
// left out: it comes in steps of milliseconds, in which an act of a tenth of a millisecond is lost.
template <class Act>
void measure(benchmark::State& state, Act act) {
  const auto waited = waited_for_processor();
  const auto begin = std::chrono::steady_clock::now();
  act();
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
  state.SetIterationTime(std::max(1e-9, time.count() - (waited_for_processor() - waited)));
}

// A file whose blocks are allocated and were written before, in pieces of the length that is written each time: the
// units of the cache are as long, and a file system looks at all of one for each write. A write returns when it is on
// the device.
class written_file {
 public:
  explicit written_file(std::size_t piece) : path_{place_ / "written"}, content_(piece, std::byte{'x'}) {
    file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    require(file_ >= 0, "open");
    while (at_ < size) write_next();
    require(::fsync(file_) == 0, "fsync");
    ::close(file_);
    file_ = ::open(path_.c_str(), O_RDWR | O_DSYNC | O_CLOEXEC);
    require(file_ >= 0, "open");
  }
  ~written_file() { ::close(file_); }
  written_file(const written_file&) = delete;
  written_file& operator=(const written_file&) = delete;

  // One piece after the other, as a log is written.
  void write_next() {
    const auto at = std::exchange(at_, at_ + content_.size()) % (size / content_.size() * content_.size());
    const auto written = ::pwrite(file_, content_.data(), content_.size(), static_cast<off_t>(at));
    require(written == static_cast<ssize_t>(content_.size()), "pwrite");
  }

 private:
  static constexpr std::size_t size = 64 * mebibyte;

  folder place_;
  std::filesystem::path path_;
  std::vector<std::byte> content_;
  std::size_t at_ = 0;
  int file_ = -1;
};

inline constexpr std::size_t records = 100'000;
inline constexpr std::size_t record_size = 100;
using record = std::span<const std::byte, record_size>;

}  // namespace bench

namespace peers {

// Records by their number. Each update is a transaction, durable when it returns.
class lmdb_table {
 public:
  explicit lmdb_table(const std::filesystem::path& path);
  ~lmdb_table();
  void update(std::size_t number, bench::record content);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

class sqlite_table {
 public:
  explicit sqlite_table(const std::filesystem::path& path);
  ~sqlite_table();
  void update(std::size_t number, bench::record content);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace peers
