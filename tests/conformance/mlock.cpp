#include "conformance.hpp"
#include "system.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;

TEST_CASE("mlock 2-1: the address need not be a multiple of the page size") {
  const pages memory{2 * page_size()};
  for (const std::size_t past : {std::size_t{1}, page_size() / 2, page_size() - 1}) {
    CAPTURE(past);
    CHECK_FALSE(code_of([&](std::error_code& error) { mlock(memory.addr(past), 1, error); }));
    munlock(memory.addr(past), 1);
  }
}

TEST_CASE("mlock 5-1: success clears the error and leaves the content") {
  const pages memory{2 * page_size()};
  memory[page_size()] = 'a';
  CHECK_FALSE(code_of([&](std::error_code& error) { mlock(memory.addr(), 2 * page_size(), error); }));
  CHECK(memory[page_size()] == 'a');
  CHECK(memory[0] == '\0');
  memory[0] = 'b';
  CHECK(memory[0] == 'b');
  munlock(memory.addr(), 2 * page_size());
}

TEST_CASE("mlock 7-1: failure sets the error, and is thrown with the call's name") {
  auto* const addr = support::free_addresses(page_size());
  CHECK(code_of([&](std::error_code& error) { mlock(addr, page_size(), error); }));
  CHECK(caught([&] { mlock(addr, page_size()); }).operation() == "mlock");
}

TEST_CASE("mlock 8-1: a range that is not mapped is out of memory") {
  auto* const addr = support::free_addresses(4 * page_size());
  CHECK(caught([&] { mlock(addr, 4 * page_size()); }).code() == std::errc::not_enough_memory);
  const half_mapped memory;
  CHECK(code_of([&](std::error_code& error) { mlock(memory.addr(), memory.length(), error); }) ==
        std::errc::not_enough_memory);
}

TEST_CASE("mlock 9-1: what cannot be read in cannot be locked, now or at all") {
  const pages memory{page_size(), protection_flag::none};
  const auto code = caught([&] { mlock(memory.addr(), page_size()); }).code();
  CAPTURE(code);
  CHECK((code == std::errc::resource_unavailable_try_again || code == std::errc::not_enough_memory ||
         (on_windows() && code == std::errc::permission_denied)));
}

TEST_CASE("mlock 10-1: an address that is not a multiple of the page size is rounded down, and no error") {
  const test_file file{support::pattern(2 * page_size())};
  const pages memory{2 * page_size(), protection_flag::read, mmap_flag::shared, file.handle()};
  CHECK_FALSE(code_of([&](std::error_code& error) { mlock(memory.addr(page_size() - 1), 2, error); }));
  munlock(memory.addr(page_size() - 1), 2);
}
