// Snapshots of a GiB after scattered stores, beside fork: the snapshot itself, and the stores that come after it, which
// are first touches. Each time other pages are stored to, at random.
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <mmapkit/mmapkit.hpp>
#include <numeric>
#include <utility>
#include <vector>

#include "scratch.hpp"

namespace {

using bench::gibibyte;

class places {
 public:
  explicit places(std::size_t count) : count_{count} { std::iota(pages_.begin(), pages_.end(), std::size_t{0}); }

  // Other ones than before.
  std::span<const std::size_t> next() {
    for (std::size_t i = 0; i < count_; ++i) std::swap(pages_[i], pages_[i + random_() % (pages_.size() - i)]);
    return std::span{pages_}.first(count_);
  }

 private:
  std::size_t count_;
  std::vector<std::size_t> pages_ = std::vector<std::size_t>(gibibyte / bench::page);
  std::minstd_rand random_{11};
};

void store(std::byte* memory, std::span<const std::size_t> pages) {
  for (const auto page : pages) memory[page * bench::page] ^= std::byte{1};
}

// The snapshot before lives until there is a new one, or is given up before.
template <bool gives_up>
class freezing {
 public:
  freezing() { std::memset(memory_.data(), 1, memory_.size()); }

  std::byte* data() { return memory_.data(); }
  void prepare() {
    if (gives_up) last_ = {};
  }
  void take() { taken_ = memory_.freeze(); }
  void forget() { last_ = std::move(taken_); }

 private:
  mmapkit::freezable memory_{gibibyte};
  mmapkit::snapshot last_;
  mmapkit::snapshot taken_;
};

// Of pages of the same size.
class forking {
 public:
  forking() {
    bench::require(memory_ != MAP_FAILED, "mmap");
    ::madvise(memory_, gibibyte, MADV_NOHUGEPAGE);
    std::memset(memory_, 1, gibibyte);
  }
  ~forking() {
    end(last_);
    ::munmap(memory_, gibibyte);
  }
  forking(const forking&) = delete;
  forking& operator=(const forking&) = delete;

  std::byte* data() { return static_cast<std::byte*>(memory_); }
  void prepare() {}
  void take() {
    taken_ = ::fork();
    bench::require(taken_ >= 0, "fork");
    while (taken_ == 0) ::pause();
  }
  void forget() { end(std::exchange(last_, taken_)); }

 private:
  static void end(pid_t child) {
    if (child == 0) return;
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  }

  void* memory_ = ::mmap(nullptr, gibibyte, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  pid_t last_ = 0;
  pid_t taken_ = 0;
};

template <class Side>
void snapshot_again(benchmark::State& state) {
  Side side;
  places where{static_cast<std::size_t>(state.range(0))};
  for (int untimed = 2; untimed != 0; --untimed) {
    side.take();
    side.forget();
    store(side.data(), where.next());
  }
  for (auto _ : state) {
    state.PauseTiming();
    side.prepare();
    state.ResumeTiming();
    side.take();
    state.PauseTiming();
    side.forget();
    store(side.data(), where.next());
    state.ResumeTiming();
  }
}

template <class Side>
void snapshot_stores(benchmark::State& state) {
  Side side;
  places where{static_cast<std::size_t>(state.range(0))};
  for (auto _ : state) {
    state.PauseTiming();
    store(side.data(), where.next());
    side.prepare();
    side.take();
    side.forget();
    const auto pages = where.next();
    state.ResumeTiming();
    store(side.data(), pages);
  }
}

void each_count(benchmark::internal::Benchmark* of) {
  for (const auto pages : {1'000, 10'000, 100'000}) of->Arg(pages);
  of->Iterations(3)->UseRealTime();
}

BENCHMARK(snapshot_again<freezing<false>>)->Name("snapshot_again/mmapkit freeze")->Apply(each_count);
BENCHMARK(snapshot_again<freezing<true>>)->Name("snapshot_again/mmapkit freeze one at a time")->Apply(each_count);
BENCHMARK(snapshot_again<forking>)->Name("snapshot_again/fork")->Apply(each_count);
BENCHMARK(snapshot_stores<freezing<false>>)->Name("snapshot_stores/mmapkit freeze")->Apply(each_count);
BENCHMARK(snapshot_stores<forking>)->Name("snapshot_stores/fork")->Apply(each_count);

}  // namespace
