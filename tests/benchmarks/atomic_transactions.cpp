// Durable transactions of one thread, each of which changes 100 bytes of 10 MB at random.
#include <linux/fs.h>
#include <sys/ioctl.h>

#include <array>
#include <cstring>
#include <mmapkit/mmapkit.hpp>

#include <mmapkit/atomic_mapping.hpp>

#include "atomic.hpp"

namespace {

constexpr std::size_t table_size = bench::records * bench::record_size;

class atomic_table {
 public:
  explicit atomic_table(const std::filesystem::path& path) : memory_{path, {.size = table_size}} {}

 protected:
  std::span<std::byte> store(std::size_t number, bench::record content) {
    const auto place = memory_.writable_bytes().subspan(number * bench::record_size, bench::record_size);
    std::memcpy(place.data(), content.data(), content.size());
    return place;
  }

  mmapkit::atomic_mapping memory_;
};

struct commit : atomic_table {
  using atomic_table::atomic_table;
  void update(std::size_t number, bench::record content) {
    store(number, content);
    memory_.commit();
  }
};

struct commit_parts : atomic_table {
  using atomic_table::atomic_table;
  void update(std::size_t number, bench::record content) { memory_.commit({store(number, content)}); }
};

// The way in user space that has been published: a shared mapping, and at each commit a clone of its file, here to one
// of two in turn that stay open.
class clones {
 public:
  explicit clones(const std::filesystem::path& path)
      : memory_{path, [] {
                  auto options = mmapkit::read_write(table_size);
                  options.open |= mmapkit::open_flag::create;
                  return options;
                }()} {
    memory_.sync(mmapkit::durability::all);
    from_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    for (std::size_t i = 0; i < to_.size(); ++i)
      to_[i] = ::open((path.string() + std::to_string(i)).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    is_there_ = ::ioctl(to_[0], FICLONE, from_) == 0;
  }

  bool is_there() const { return is_there_; }
  void update(std::size_t number, bench::record content) {
    std::memcpy(memory_.data() + number * bench::record_size, content.data(), content.size());
    const auto to = to_[++turn_ % to_.size()];
    bench::require(::ioctl(to, FICLONE, from_) == 0 && ::fsync(to) == 0, "FICLONE");
  }

 private:
  mmapkit::mapping memory_;
  int from_ = -1;
  std::array<int, 2> to_{};
  std::size_t turn_ = 0;
  bool is_there_ = false;
};

// Not a transaction: what one wait for the device takes.
struct page_write {
  explicit page_write(const std::filesystem::path&) {}
  void update(std::size_t, bench::record) { file.write_next(); }

  bench::written_file file{bench::page};
};

template <class Table>
void transactions(benchmark::State& state) {
  static const bench::folder place;
  static Table table{place / "table"};
  if constexpr (requires { table.is_there(); }) {
    if (!table.is_there()) return state.SkipWithError("the file system makes no clones");
  }
  static std::minstd_rand random{13};
  std::array<std::byte, bench::record_size> content;
  for (auto _ : state) {
    content.fill(static_cast<std::byte>(random()));
    bench::measure(state, [&] { table.update(random() % bench::records, content); });
  }
}

// Ten in turn of each side. What a store does now and then, as a checkpoint, shows in the means.
#define TRANSACTIONS(side, table) \
  BENCHMARK(transactions<table>)->Name("transactions/" side)->Iterations(10)->UseManualTime();
TRANSACTIONS("mmapkit commit", commit)
TRANSACTIONS("mmapkit commit of parts", commit_parts)
TRANSACTIONS("O_DSYNC write of a page", page_write)
TRANSACTIONS("clone", clones)
#if BENCH_HAS_LMDB
TRANSACTIONS("LMDB", peers::lmdb_table)
#endif
#if BENCH_HAS_SQLITE
TRANSACTIONS("SQLite", peers::sqlite_table)
#endif

}  // namespace
