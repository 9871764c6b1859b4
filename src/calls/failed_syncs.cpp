#include "failed_syncs.hpp"

#include <array>
#include <atomic>
#include <new>
#include <system_error>

#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/protection_flag.hpp>

#include "backend/mappings.hpp"
#include "backend/system.hpp"

namespace mmapkit::calls {

namespace {

// An entry is one word, so that a process which is killed between two steps leaves nothing half made: the lower bits of
// its number, the code, and a hash of the file. Of two files with the same hash both are said to have failed.
using entry = std::uint64_t;

std::uint32_t hash_of(const detail::file_identity& file) noexcept {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;
  return static_cast<std::uint32_t>(((file.device * odd ^ file.number) * odd) >> 32);
}

entry make_entry(std::uint32_t number, const detail::file_identity& file, int code) noexcept {
  return std::uint64_t{static_cast<std::uint16_t>(number)} << 48 |
         std::uint64_t{static_cast<std::uint16_t>(code)} << 32 | hash_of(file);
}

bool has_number(entry one, std::uint32_t number) noexcept { return one >> 48 == (number & 0xFFFF); }

int unknown_failure() noexcept { return backend::refusal(std::errc::io_error).value(); }

// The last failures, the first of which has the number 1. Without a lock: in the child of a fork nobody would release
// one that another thread of the parent held.
class failure_ring {
 public:
  [[nodiscard]] std::uint32_t newest() const noexcept { return newest_; }

  void add(const detail::file_identity& file, int code) noexcept {
    for (;;) {
      auto last = newest_.load();
      auto& place = entries_[(last + 1) % entries_.size()];
      auto there = place.load();
      if (newest_ != last) continue;
      const bool is_made = has_number(there, last + 1);  // by a thread that has not counted it yet
      const bool is_mine = !is_made && place.compare_exchange_strong(there, make_entry(last + 1, file, code));
      if (is_made || is_mine) newest_.compare_exchange_strong(last, last + 1);
      if (is_mine) return;
    }
  }

  [[nodiscard]] int find(const detail::file_identity& file, std::uint32_t since) const noexcept {
    const std::uint32_t last = newest_;
    if (last - since > entries_.size()) return unknown_failure();
    for (auto number = since; number != last;) {
      const entry one = entries_[++number % entries_.size()];
      if (!has_number(one, number)) return unknown_failure();
      if (static_cast<std::uint32_t>(one) == hash_of(file)) return static_cast<int>(one >> 32 & 0xFFFF);
    }
    return 0;
  }

 private:
  std::atomic<std::uint32_t> newest_{0};
  std::array<std::atomic<entry>, 1024> entries_{};
};

failure_ring unshared;
std::atomic<failure_ring*> failures{nullptr};

// In memory that children share; where there is none, this process's own.
failure_ring& make_ring() noexcept {
  if (auto* const there = failures.load()) return *there;
  std::error_code error;
  void* const memory = backend::map({.length = sizeof(failure_ring),
                                     .protection = protection_flag::read | protection_flag::write,
                                     .flags = mmap_flag::shared | mmap_flag::anonymous},
                                    error);
  auto* const made = error ? &unshared : new (memory) failure_ring;
  failure_ring* there = nullptr;
  if (failures.compare_exchange_strong(there, made)) return *made;
  if (!error) backend::unmap(memory, sizeof(failure_ring), error);
  return *there;
}

// The ring is made when it is needed: at the first failure, or before the first fork, which may come before the first
// mapping.
[[maybe_unused]] const bool is_registered = [] {
  backend::before_fork([] { make_ring(); });
  return true;
}();

}  // namespace

std::uint32_t failed_syncs() noexcept {
  const auto* const ring = failures.load();
  return ring == nullptr ? 0 : ring->newest();
}

int find_failed_sync(const synced_file& file) noexcept {
  const auto* const ring = failures.load();
  return ring == nullptr || !file ? 0 : ring->find(file.identity, file.since);
}

void record_failed_sync(const synced_file& file, int code) noexcept {
  if (!file) return;
  const bool fits = code > 0 && code <= 0xFFFF;
  make_ring().add(file.identity, fits ? code : unknown_failure());
}

}  // namespace mmapkit::calls
