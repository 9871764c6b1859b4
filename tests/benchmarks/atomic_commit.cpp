// A commit of an atomic_mapping, beside one durable write of as many bytes. The time is that of the commit alone.
#include <map>
#include <mmapkit/atomic_mapping.hpp>
#include <mmapkit/mmapkit.hpp>
#include <numeric>

#include "atomic.hpp"

namespace {

using bench::gibibyte;
using bench::mebibyte;
using bench::page;

// Holes but for the first part, which is in memory.
class changed_file {
 public:
  explicit changed_file(std::size_t in_memory, std::size_t size = gibibyte, std::size_t journal_size = 4 * mebibyte,
                        mmapkit::posix_advice advice = mmapkit::posix_advice::normal)
      : pages_in_memory_{in_memory / page},
        pages_{size / page},
        memory_{
            place_ / "data",
            {.size = size, .growth = mmapkit::file_growth::sparse, .journal_size = journal_size, .advice = advice}} {
    std::vector<std::size_t> all(pages_in_memory_);
    std::iota(all.begin(), all.end(), std::size_t{0});
    store(all);
    memory_.commit();
    memory_.checkpoint();
    load(all);
  }

  std::size_t pages_in_memory() const { return pages_in_memory_; }
  std::size_t pages() const { return pages_; }
  mmapkit::atomic_mapping& memory() { return memory_; }

  void store(std::span<const std::size_t> pages) {
    ++round_;
    for (const auto number : pages) memory_.object<std::uint64_t>(number * page) = round_;
  }
  // So that they are in memory once more, after a commit.
  void load(std::span<const std::size_t> pages) const {
    for (const auto number : pages) bench::touch(memory_.data() + number * page);
  }

 private:
  bench::folder place_;
  std::size_t pages_in_memory_;
  std::size_t pages_;
  mmapkit::atomic_mapping memory_;
  std::uint64_t round_ = 0;
};

using pages = std::vector<std::size_t>;

void commit(changed_file& file, const pages&) { file.memory().commit(); }

void commit_parts(changed_file& file, const pages& changed) {
  std::vector<mmapkit::atomic_mapping::part> parts;
  for (const auto number : changed) parts.push_back(file.memory().bytes().subspan(number * page, page));
  file.memory().commit(parts);
}

bench::written_file& written_before(std::size_t count) {
  static std::map<std::size_t, bench::written_file> files;
  return files.try_emplace(count, count * page).first->second;
}

void write_durably(changed_file&, const pages& changed) { written_before(changed.size()).write_next(); }

using way = void (*)(changed_file&, const pages&);

// Changes such pages each time, and commits them.
template <class Choose>
void change(benchmark::State& state, changed_file& file, way act, Choose choose) {
  for (auto _ : state) {
    const pages changed = choose();
    const bool commits = act != write_durably;
    if (commits)
      file.store(changed);
    else
      written_before(changed.size());
    bench::measure(state, [&] { act(file, changed); });
    if (commits) file.load(changed);
  }
}

std::size_t random_number(std::size_t below) {
  static std::minstd_rand random{11};
  return random() % below;
}

// The argument: how many MiB are in memory.
void commit_page(benchmark::State& state, way act) {
  static std::map<std::int64_t, changed_file> files;
  auto& file = files.try_emplace(state.range(0), static_cast<std::size_t>(state.range(0)) * mebibyte).first->second;
  change(state, file, act, [&] { return pages{random_number(file.pages_in_memory())}; });
}

// 1,000 of 100 MiB, none beside another.
void commit_scattered(benchmark::State& state, changed_file& (*of)(), way act) {
  auto& file = of();
  change(state, file, act, [&] {
    pages chosen(1000);
    const auto step = file.pages_in_memory() / chosen.size();
    for (std::size_t i = 0; i < chosen.size(); ++i) chosen[i] = i * step + random_number(step - 1);
    return chosen;
  });
}

changed_file& short_journal() {
  static changed_file file{100 * mebibyte};
  return file;
}

// One that is seldom full.
changed_file& long_journal() {
  static changed_file file{100 * mebibyte, gibibyte, 256 * mebibyte};
  return file;
}

// Whose pages came one by one.
changed_file& random_access() {
  static changed_file file{100 * mebibyte, gibibyte, 4 * mebibyte, mmapkit::posix_advice::random};
  return file;
}

// 10 pages of 1 TiB, each in a tenth of its own.
void commit_tebibyte(benchmark::State& state, way act) try {
  static changed_file file{4 * mebibyte, 1024 * gibibyte};
  change(state, file, act, [&] {
    pages chosen(10);
    for (std::size_t i = 0; i < chosen.size(); ++i) chosen[i] = i * (file.pages() / chosen.size()) + random_number(512);
    return chosen;
  });
} catch (const mmapkit::mmap_error& error) {
  state.SkipWithError(error.what());  // the file system, or the system, has no room for as much
}

// A few operations in turn of each side: a busy machine disturbs all of them alike.
void few(benchmark::internal::Benchmark* of) { of->Iterations(10)->UseManualTime(); }
void once_not_as_often(benchmark::internal::Benchmark* of) { of->Iterations(1)->Repetitions(101)->UseManualTime(); }

BENCHMARK_CAPTURE(commit_page, mmapkit commit, commit)->Arg(4)->Arg(100)->Apply(few);
BENCHMARK_CAPTURE(commit_page, mmapkit commit of parts, commit_parts)->Arg(4)->Arg(100)->Apply(few);
BENCHMARK_CAPTURE(commit_page, O_DSYNC write, write_durably)->Arg(4)->Arg(100)->Apply(few);

BENCHMARK_CAPTURE(commit_scattered, mmapkit commit, short_journal, commit)->Apply(once_not_as_often);
BENCHMARK_CAPTURE(commit_scattered, mmapkit commit of parts, short_journal, commit_parts)->Apply(once_not_as_often);
BENCHMARK_CAPTURE(commit_scattered, mmapkit commit with random access, random_access, commit)->Apply(once_not_as_often);
BENCHMARK_CAPTURE(commit_scattered, mmapkit commit of parts with random access, random_access, commit_parts)
    ->Apply(once_not_as_often);
BENCHMARK_CAPTURE(commit_scattered, mmapkit commit with a long journal, long_journal, commit)->Apply(once_not_as_often);
BENCHMARK_CAPTURE(commit_scattered, mmapkit commit of parts with a long journal, long_journal, commit_parts)
    ->Apply(once_not_as_often);
BENCHMARK_CAPTURE(commit_scattered, O_DSYNC write, short_journal, write_durably)->Apply(once_not_as_often);

BENCHMARK_CAPTURE(commit_tebibyte, mmapkit commit, commit)->Apply(once_not_as_often);
BENCHMARK_CAPTURE(commit_tebibyte, mmapkit commit of parts, commit_parts)->Apply(once_not_as_often);
BENCHMARK_CAPTURE(commit_tebibyte, O_DSYNC write, write_durably)->Apply(once_not_as_often);

}  // namespace
