#include "conformance.hpp"
#include "system.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;

TEST_CASE("munlock 2-1: the address need not be a multiple of the page size") {
  const pages memory{2 * page_size()};
  mlock(memory.addr(), 2 * page_size());
  for (const std::size_t past : {std::size_t{1}, page_size() / 2, page_size() - 1}) {
    CAPTURE(past);
    CHECK_FALSE(code_of([&](std::error_code& error) { munlock(memory.addr(past), page_size(), error); }));
  }
}

TEST_CASE("munlock 6-1: whether unlocked pages are in memory or not, their content is") {
  const test_file file{support::pattern(2 * page_size())};
  const pages memory{2 * page_size(), support::read_write, mmap_flag::private_, file.handle()};
  memory[0] = 'a';
  mlock(memory.addr(), 2 * page_size());
  munlock(memory.addr(), 2 * page_size());
  CHECK(memory[0] == 'a');
  CHECK(memory.text(1, 2 * page_size() - 1) == support::pattern(2 * page_size()).substr(1));
}

TEST_CASE("munlock 7-1: success clears the error, also where nothing is locked") {
  const pages memory{2 * page_size()};
  mlock(memory.addr(), page_size());
  for (int i = 0; i < 2; ++i)
    CHECK_FALSE(code_of([&](std::error_code& error) { munlock(memory.addr(), 2 * page_size(), error); }));
}

TEST_CASE("munlock 9-1: failure sets the error, and is thrown with the call's name") {
  if (!support::tells_what_is_mapped) return;
  auto* const addr = support::free_addresses(page_size());
  CHECK(code_of([&](std::error_code& error) { munlock(addr, page_size(), error); }));
  CHECK(caught([&] { munlock(addr, page_size()); }).operation() == "munlock");
}

TEST_CASE("munlock 10-1: a range that is not mapped is out of memory") {
  if (!support::tells_what_is_mapped) return;
  auto* const addr = support::free_addresses(4 * page_size());
  CHECK(caught([&] { munlock(addr, 4 * page_size()); }).code() == std::errc::not_enough_memory);
  const half_mapped memory;
  CHECK(code_of([&](std::error_code& error) { munlock(memory.addr(), memory.length(), error); }) ==
        std::errc::not_enough_memory);
}

TEST_CASE("munlock 11-1: an address that is not a multiple of the page size is rounded down, and no error") {
  const test_file file{support::pattern(2 * page_size())};
  const pages memory{2 * page_size(), protection_flag::read, mmap_flag::shared, file.handle()};
  CHECK_FALSE(code_of([&](std::error_code& error) { munlock(memory.addr(page_size() - 1), 2, error); }));
}
