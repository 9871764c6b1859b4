// The forms with a std::error_code do what the others do, and an error is in it and not thrown.
#include <algorithm>
#include <string>
#include <utility>

#include "../support/support.hpp"

using namespace mmapkit;
using support::scratch;

namespace {

const auto wrong = std::make_error_code(std::errc::invalid_argument);

}  // namespace

TEST_CASE("a part of a mapping is protected without exceptions") {
  mapping memory{support::anonymous(4 * page_size())};
  std::error_code error = wrong;
  memory.protect(page_size(), page_size(), protection_flag::read, error);
  CHECK_FALSE(error);
  CHECK(support::writable(memory.data()));
  CHECK_FALSE(support::writable(memory.data() + page_size()));
  memory.protect(4 * page_size(), page_size(), protection_flag::read, error);
  CHECK(error == std::errc::invalid_argument);
  CHECK(support::writable(memory.data()));
}

TEST_CASE("discarding leaves zeros without exceptions") {
  if (!supported(advice::dont_need)) return;
  mapping memory{support::anonymous(2 * page_size())};
  std::ranges::fill(memory.writable_bytes(), std::byte{1});
  std::error_code error = wrong;
  memory.advise(page_size(), page_size(), discarding{advice::dont_need}, error);
  CHECK_FALSE(error);
  CHECK(memory.bytes()[0] == std::byte{1});
  CHECK(memory.bytes()[page_size()] == std::byte{});
  memory.advise(discarding{advice::dont_need}, error);
  CHECK_FALSE(error);
  CHECK(memory.bytes()[0] == std::byte{});
  memory.writable_bytes()[0] = std::byte{1};
  madvise(memory.data(), memory.size(), discarding{advice::dont_need}, error);
  CHECK_FALSE(error);
  CHECK(memory.bytes()[0] == std::byte{});
  memory.writable_bytes()[0] = std::byte{1};
  memory.advise(page_size(), 2 * page_size(), discarding{advice::dont_need}, error);
  CHECK(error == std::errc::invalid_argument);
  CHECK(memory.bytes()[0] == std::byte{1});
}

TEST_CASE("a mapping is locked, counted and unlocked without exceptions") {
  mapping memory{support::anonymous(2 * page_size())};
  std::error_code error = wrong;
  memory.lock(0, page_size(), lock_flag::none, error);
  if (error) return;  // the limit of this machine
  CHECK(memory.residency(error).resident >= 1);
  CHECK_FALSE(error);
  const auto locked = [&] { return find_region_usage(memory.data()).value().locked; };
  const bool counts = supported(call::find_region_usage) && !support::emulated;
  if (counts) CHECK(locked() != 0);
  memory.unlock(0, page_size(), error);
  CHECK_FALSE(error);
  if (counts) CHECK(locked() == 0);
  memory.lock(lock_flag::none, error);
  memory.unlock(error);
  CHECK_FALSE(error);
  if (counts) CHECK(locked() == 0);
  memory.unlock(page_size(), 2 * page_size(), error);
  CHECK(error == std::errc::invalid_argument);
}

TEST_CASE("a mapping is synced to its file without exceptions") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(100));
  mapping file{path, support::shared_writable()};
  file.writable_bytes()[0] = std::byte{'#'};
  std::error_code error = wrong;
  file.sync(msync_flag::sync, error);
  CHECK_FALSE(error);
  CHECK(support::read_file(path)[0] == '#');
  file.sync(50, 51, msync_flag::sync, error);
  CHECK(error == std::errc::invalid_argument);
}

TEST_CASE("a mapping is given back by its address, file and size without exceptions") {
  const scratch folder;
  const auto made = mmap(folder.file("data.bin", support::pattern(100)));
  std::error_code error = wrong;
  munmap(made.addr, made.fd, made.size, error);
  CHECK_FALSE(error);
  CHECK_FALSE(support::is_mapped(made.addr));
}

TEST_CASE("parts of a reservation are protected and decommitted without exceptions") {
  reservation range{4 * page_size()};
  range.commit(0, 2 * page_size(), support::read_write);
  auto* const first = range.data();
  first[0] = std::byte{1};
  std::error_code error = wrong;
  range.protect(0, page_size(), protection_flag::read, error);
  CHECK_FALSE(error);
  CHECK_FALSE(support::writable(first));
  CHECK(support::writable(first + page_size()));
  range.protect(4 * page_size(), page_size(), protection_flag::read, error);
  CHECK(error == std::errc::invalid_argument);
  range.decommit(0, page_size(), error);
  CHECK_FALSE(error);
  CHECK_FALSE(support::readable(first));
  CHECK(support::readable(first + page_size()));
  range.decommit(4 * page_size(), page_size(), error);
  CHECK(error == std::errc::invalid_argument);
}

TEST_CASE("memory that is frozen moves, and is given back by name") {
  freezable made{page_size()};
  made.writable_bytes()[0] = std::byte{1};
  freezable memory{std::move(made)};
  CHECK(std::as_const(memory).data()[0] == std::byte{1});
  const auto* const at = std::as_const(memory).data();
  memory.unmap();
  CHECK(std::as_const(memory).data() == nullptr);
  CHECK(memory.size() == 0);
  CHECK_FALSE(support::is_mapped(at));
}

TEST_CASE("shared memory is opened or made without exceptions") {
  const auto name = "/mmapkit-without-exceptions-" + std::to_string(support::process_number());
  std::error_code error = wrong;
  auto first = shared_memory::open_or_create(name, page_size(), 0600, error);
  REQUIRE_FALSE(error);
  CHECK(first.is_new());
  auto second = shared_memory::open_or_create(name, page_size(), 0600, error);
  REQUIRE_FALSE(error);
  CHECK_FALSE(second.is_new());
  first.writable_bytes()[0] = std::byte{7};
  CHECK(second.bytes()[0] == std::byte{7});
  const auto none = shared_memory::open_or_create("no/name", page_size(), 0600, error);
  CHECK(error == std::errc::invalid_argument);
  CHECK(none.bytes().empty());
}

TEST_CASE("the limit of locked memory and the end of all locks are told without exceptions") {
  std::error_code error;
  const auto limit = lock_limit(error);
  if (supported(call::lock_limit)) {
    CHECK_FALSE(error);
    CHECK(limit == lock_limit());
  }
  munlockall(error);
  CHECK((!error || error == std::errc::operation_not_supported));
}
