#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;

TEST_CASE("locked memory is in memory") {
  mapping memory{support::anonymous(4 * page_size())};
  memory.lock();
  const auto counted = memory.residency();
  CHECK(counted.known);
  CHECK(counted.resident == 4);
  memory.unlock();
}

TEST_CASE("a part is locked, rounded outwards to whole pages") {
  mapping memory{support::anonymous(4 * page_size())};
  memory.lock(page_size() - 1, 2);
  CHECK(memory.residency(0, 2 * page_size()).resident == 2);
  memory.unlock(page_size() - 1, 2);
}

TEST_CASE("locking twice is undone by unlocking once") {
  mapping memory{support::anonymous(page_size())};
  memory.lock();
  memory.lock();
  memory.unlock();
  memory.unlock();  // memory that is not locked is no error
}

TEST_CASE("memory that is not mapped can be neither locked nor unlocked") {
  if (!support::tells_what_is_mapped) return;
  auto* const gone = support::free_addresses(page_size());
  std::error_code locking;
  std::error_code unlocking;
  mlock(gone, page_size(), locking);
  munlock(gone, page_size(), unlocking);
  CHECK(locking == std::errc::not_enough_memory);
  CHECK(unlocking == std::errc::not_enough_memory);
}

TEST_CASE("a length of 0 locks nothing") {
  mlock(nullptr, 0);
  munlock(nullptr, 0);
}

TEST_CASE("a range that wraps around the address space is refused") {
  mapping memory{support::anonymous(page_size())};
  // Rounded up to pages this would be length 0, of which a kernel says that it is locked.
  CHECK(caught([&] { mlock(memory.data(), static_cast<std::size_t>(-1)); }).code() == std::errc::not_enough_memory);
  CHECK(caught([&] { munlock(memory.data(), static_cast<std::size_t>(-1)); }).code() == std::errc::not_enough_memory);
  CHECK(caught([&] { mlock(memory.data() + 1, static_cast<std::size_t>(-1)); }).code() == std::errc::not_enough_memory);
}

TEST_CASE("a range outside the mapping is refused") {
  mapping memory{support::anonymous(page_size())};
  CHECK(caught([&] { memory.lock(1, page_size()); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { memory.unlock(page_size(), 1); }).code() == std::errc::invalid_argument);
}

TEST_CASE("locking on a fault is done, or refused by name") {
  mapping memory{support::anonymous(4 * page_size())};
  if (supported(lock_flag::on_fault)) {
    memory.lock(lock_flag::on_fault);
    CHECK(memory.residency().resident == 0);
    memory.writable_bytes()[0] = std::byte{1};
    CHECK(memory.residency().resident == 1);
  } else {
    const auto error = caught([&] { memory.lock(lock_flag::on_fault); });
    CHECK(error.code() == std::errc::operation_not_supported);
    CHECK(std::string_view{error.what()}.find("lock_flag::on_fault") != std::string_view::npos);
  }
}

TEST_CASE("mlockall needs to know which pages, and is refused by name where it is missing") {
  const auto error = caught([] { mlockall(mlockall_flag{}); });
  if (supported(call::mlockall))
    CHECK(error.code() == std::errc::invalid_argument);
  else
    CHECK(error.code() == std::errc::operation_not_supported);
}
