#include "faulted.hpp"

#include <array>
#include <thread>

namespace mmapkit::faulted {

std::atomic<std::size_t> ranges{0};
std::atomic<std::size_t> count{0};

namespace {

std::array<range, 256> all;
std::atomic_flag busy;

// Nobody touches guarded memory while holding it, so that a handler never waits for its own thread.
class holding {
 public:
  holding() noexcept {
    while (busy.test_and_set(std::memory_order_acquire)) std::this_thread::yield();
  }
  ~holding() { busy.clear(std::memory_order_release); }
  holding(const holding&) = delete;
  holding& operator=(const holding&) = delete;
};

bool overlaps(const range& pages, const std::byte* first, const std::byte* last) noexcept {
  return pages.first < last && first < pages.last;
}

}  // namespace

bool add(const range& pages) noexcept {
  const holding lock;
  const auto used = ranges.load(std::memory_order_relaxed);
  for (std::size_t i = 0; i < used; ++i) {
    if (all[i].by_hardware != pages.by_hardware || pages.last < all[i].first || all[i].last < pages.first) continue;
    if (pages.first < all[i].first) all[i].first = pages.first;
    if (pages.last > all[i].last) all[i].last = pages.last;
    count.fetch_add(1);
    return true;
  }
  if (used == all.size()) return false;
  all[used] = pages;
  ranges.store(used + 1);
  count.fetch_add(1);
  return true;
}

range find(const std::byte* first, std::size_t length) noexcept {
  const holding lock;
  range found;
  for (std::size_t i = 0; i < ranges.load(std::memory_order_relaxed); ++i)
    if (overlaps(all[i], first, first + length) && (found.first == nullptr || all[i].first < found.first))
      found = all[i];
  return found;
}

void forget(const void* first, std::size_t length) noexcept {
  if (ranges.load(std::memory_order_relaxed) == 0) return;
  const holding lock;
  const auto* const begin = static_cast<const std::byte*>(first);
  auto used = ranges.load(std::memory_order_relaxed);
  for (std::size_t i = 0; i < used;)
    if (overlaps(all[i], begin, begin + length))
      all[i] = all[--used];
    else
      ++i;
  ranges.store(used);
}

}  // namespace mmapkit::faulted
