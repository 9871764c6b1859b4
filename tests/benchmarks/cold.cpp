// Reading a file of which nothing is in memory: pages at random, so many known at once, and all of it in order.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mmapkit/mmapkit.hpp>
#include <thread>
#include <vector>

#include "peers.hpp"
#include "scratch.hpp"

namespace {

using bench::gibibyte;
using bench::mebibyte;
using bench::page;
using pages = std::span<const std::size_t>;

constexpr std::size_t file_size = 2 * gibibyte;
constexpr std::size_t scanned = gibibyte;

const std::filesystem::path& the_file() {
  static const bench::folder place;
  static const std::filesystem::path path = [] {
    auto made = place / "cold";
    const auto piece = bench::text(mebibyte);
    std::ofstream file{made, std::ios::binary};
    for (std::size_t i = 0; i < file_size / mebibyte; ++i)
      file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    file.close();
    bench::write_back(made);
    return made;
  }();
  return path;
}

// Clean pages that nobody has mapped go, also without root. The system is asked whether they did.
void drop(benchmark::State& state) {
  const mmapkit::file cold{the_file(), mmapkit::open_flag::read};
  bench::require(::posix_fadvise(cold.handle(), 0, 0, POSIX_FADV_DONTNEED) == 0, "posix_fadvise");
  if (mmapkit::mapping{the_file()}.residency().resident > file_size / page / 100)
    state.SkipWithError("the file cannot be dropped from memory here");
}

// The same pages for every side of a repetition, and others in the next.
std::vector<std::size_t> chosen(std::size_t count) {
  static std::size_t round = 0;
  std::minstd_rand random{static_cast<unsigned>(++round)};
  std::vector<std::size_t> numbers(count);
  for (auto& one : numbers) one = random() % (file_size / page);
  return numbers;
}

template <class Act>
void measure(benchmark::State& state, Act act) {
  const auto begin = std::chrono::steady_clock::now();
  act();
  state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
}

void touch(const mmapkit::mapping& file, pages numbers) {
  for (const auto one : numbers) bench::touch(file.data() + one * page);
}

struct plain_mapping {
  explicit plain_mapping(std::size_t /*depth*/) {}
  void read(pages numbers) { touch(file, numbers); }
  mmapkit::mapping file{the_file()};
};

struct random_mapping {
  explicit random_mapping(std::size_t /*depth*/) {}
  void read(pages numbers) { touch(file, numbers); }
  mmapkit::mapping file{the_file(), mmapkit::random_access()};
};

// So many are on their way while those before them are used.
struct prefetched_mapping : random_mapping {
  explicit prefetched_mapping(std::size_t depth) : random_mapping{depth}, step_{std::max<std::size_t>(depth / 2, 1)} {}

  void read(pages numbers) {
    ask(numbers.first(std::min(numbers.size(), step_)));
    while (!numbers.empty()) {
      const auto now = numbers.first(std::min(numbers.size(), step_));
      numbers = numbers.subspan(now.size());
      ask(numbers.first(std::min(numbers.size(), step_)));
      touch(file, now);
    }
  }

 private:
  void ask(pages numbers) {
    parts_.clear();
    for (const auto one : numbers) parts_.push_back(file.bytes().subspan(one * page, page));
    file.prefetch(parts_);
  }

  std::size_t step_;
  std::vector<std::span<const std::byte>> parts_;
};

// As a look-up of so many keys: all are asked for, and then all are used.
struct looked_up_mapping : random_mapping {
  explicit looked_up_mapping(std::size_t depth) : random_mapping{depth}, depth_{depth} {}

  void read(pages numbers) {
    while (!numbers.empty()) {
      const auto now = numbers.first(std::min(numbers.size(), depth_));
      parts_.clear();
      for (const auto one : now) parts_.push_back(file.bytes().subspan(one * page, page));
      file.prefetch(parts_);
      touch(file, now);
      numbers = numbers.subspan(now.size());
    }
  }

 private:
  std::size_t depth_;
  std::vector<std::span<const std::byte>> parts_;
};

struct pread_file {
  explicit pread_file(std::size_t /*depth*/) {}
  void read(pages numbers) {
    for (const auto one : numbers)
      bench::require(::pread(file.handle(), buffer.data(), page, static_cast<off_t>(one * page)) == page, "pread");
  }
  mmapkit::file file{the_file(), mmapkit::open_flag::read};
  std::vector<char> buffer = std::vector<char>(page);
};

// A plain mapping takes so long that fewer have to do; the times are of a page each.
constexpr std::size_t few = 200;
constexpr std::size_t many = 4096;

template <class Reader, std::size_t Count>
void cold_pages(benchmark::State& state) {
  for (auto _ : state) {
    drop(state);
    const auto numbers = chosen(Count);
    Reader reader{static_cast<std::size_t>(state.range(0))};
    const auto begin = std::chrono::steady_clock::now();
    reader.read(numbers);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    state.SetIterationTime(time.count() / Count);
  }
}

#define COLD(side, ...) BENCHMARK(cold_pages<__VA_ARGS__>)->Name("cold_random/" side)->Iterations(1)->UseManualTime()
COLD("mmapkit mapping", plain_mapping, few)->Arg(1);
COLD("mmapkit random_access", random_mapping, few)->Arg(1);
COLD("mmapkit prefetch, then use", looked_up_mapping, many)->Arg(8)->Arg(64);
COLD("mmapkit prefetch ahead", prefetched_mapping, many)->Arg(8)->Arg(64);
COLD("pread", pread_file, few)->Arg(1);
#ifdef BENCH_HAS_URING
struct uring_file : peers::uring_reader {
  explicit uring_file(std::size_t depth) : uring_reader{the_file(), depth, false} {}
};
struct direct_uring_file : peers::uring_reader {
  explicit direct_uring_file(std::size_t depth) : uring_reader{the_file(), depth, true} {}
};
COLD("io_uring", uring_file, few)->Arg(1);
COLD("io_uring", uring_file, many)->Arg(8)->Arg(64);
COLD("io_uring O_DIRECT", direct_uring_file, many)->Arg(8)->Arg(64);
#endif

// So many threads at once, each with its share of the pages; where one asks for many, 64 are on their way in all.
template <class Reader>
struct by_threads {
  explicit by_threads(std::size_t count) : readers(count) {
    for (auto& one : readers) one = std::make_unique<Reader>(64 / count);
  }

  void read(pages numbers) {
    const auto share = numbers.size() / readers.size();
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < readers.size(); ++i)
      threads.emplace_back([&one = *readers[i], mine = numbers.subspan(i * share, share)] { one.read(mine); });
  }

  std::vector<std::unique_ptr<Reader>> readers;
};

#define COLD_THREADS(side, reader)                \
  BENCHMARK(cold_pages<by_threads<reader>, many>) \
      ->Name("cold_random_by_threads/" side)      \
      ->Iterations(1)                             \
      ->UseManualTime()                           \
      ->Arg(4)
COLD_THREADS("mmapkit random_access", random_mapping);
COLD_THREADS("mmapkit prefetch ahead", prefetched_mapping);
COLD_THREADS("pread", pread_file);
#ifdef BENCH_HAS_URING
COLD_THREADS("io_uring", uring_file);
#endif

std::size_t sum_of(std::span<const std::byte> bytes) {
  std::size_t sum = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 64) sum += std::to_integer<std::size_t>(bytes[at]);
  return sum;
}

void cold_scan_read(benchmark::State& state) {
  std::vector<std::byte> buffer(mebibyte);
  for (auto _ : state) {
    drop(state);
    measure(state, [&] {
      const mmapkit::file file{the_file(), mmapkit::open_flag::read};
      for (std::size_t at = 0; at < scanned; at += buffer.size()) {
        bench::require(::read(file.handle(), buffer.data(), buffer.size()) == static_cast<ssize_t>(buffer.size()),
                       "read");
        benchmark::DoNotOptimize(sum_of(buffer));
      }
    });
  }
}

void cold_scan_mapping(benchmark::State& state, mmapkit::posix_advice advice) {
  for (auto _ : state) {
    drop(state);
    measure(state, [&] {
      const mmapkit::mapping file{the_file(), {.advice = advice}};
      benchmark::DoNotOptimize(sum_of(file.bytes().first(scanned)));
    });
  }
}

BENCHMARK(cold_scan_read)->Name("cold_scan/read, 1 MiB")->Iterations(1)->UseManualTime();
BENCHMARK_CAPTURE(cold_scan_mapping, , mmapkit::posix_advice::normal)
    ->Name("cold_scan/mmapkit mapping")
    ->Iterations(1)
    ->UseManualTime();
BENCHMARK_CAPTURE(cold_scan_mapping, , mmapkit::posix_advice::sequential)
    ->Name("cold_scan/mmapkit mapping, sequential")
    ->Iterations(1)
    ->UseManualTime();

}  // namespace
