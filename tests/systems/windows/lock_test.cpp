// Locked pages, beyond what the minimum of the working set allows at first.
#include "windows_support.hpp"

using namespace mmapkit;
using support::working_set_of;

namespace {

constexpr std::size_t beyond_minimum = 8 << 20;  // the minimum is 50 pages at first

// Wine locks, and does not tell.
bool is_locked(const void* addr) { return support::is_wine() || working_set_of(addr).Locked != 0; }
bool is_unlocked(const void* addr) { return support::is_wine() || working_set_of(addr).Locked == 0; }

}  // namespace

TEST_CASE("more memory is locked than the working set had room for, and all of it comes in") {
  mapping memory{support::anonymous(beyond_minimum)};
  memory.lock();
  CHECK(is_locked(memory.data()));
  CHECK(is_locked(memory.data() + beyond_minimum - 1));
  CHECK(memory.residency().resident == beyond_minimum / page_size());
  memory.unlock();
  CHECK(is_unlocked(memory.data()));
}

TEST_CASE("unlocking a range unlocks those of its pages that are locked") {
  mapping memory{support::anonymous(4 * page_size())};
  memory.lock(page_size(), page_size());
  memory.unlock();
  CHECK(is_unlocked(memory.data() + page_size()));
}

TEST_CASE("reserved addresses have nothing to lock") {
  void* const space = virtual_alloc(nullptr, page_size(), allocation_flag::reserve, protection_flag::none);
  CHECK(support::caught([&] { mlock(space, page_size()); }).code() == std::errc::not_enough_memory);
  CHECK(support::caught([&] { munlock(space, page_size()); }).code() == std::errc::not_enough_memory);
  virtual_free(space, page_size(), free_flag::release);
}

TEST_CASE("native lock bits are refused: Windows has none") {
  mapping memory{support::anonymous(page_size())};
  CHECK(support::caught([&] { memory.lock(native_bits<lock_flag>(1)); }).code() == std::errc::operation_not_supported);
}
