#include "conformance.hpp"
#include "system.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;

TEST_CASE("munmap 1-1: an access to what was unmapped is a fault") {
  pages memory{2 * page_size()};
  memory[0] = 'a';
  auto* const addr = memory.addr();
  auto* const last = memory.addr(2 * page_size() - 1);
  memory.unmap();
  for (auto* const place : {addr, last}) {
    CHECK_FALSE(support::is_mapped(place));
    CHECK(reading(place) == fault::access);
    CHECK(writing(place) == fault::access);
  }
}

TEST_CASE("munmap 1-2: every page that the range touches is unmapped") {
  const test_file file{support::pattern(2 * page_size())};
  void* const addr = mmap(nullptr, 2 * page_size(), support::read_write, mmap_flag::shared, file.handle(), 0);
  munmap(addr, page_size() + 1);
  CHECK_FALSE(support::is_mapped(addr));
  CHECK(reading(static_cast<char*>(addr) + 2 * page_size() - 1) == fault::access);
}

TEST_CASE("munmap 1-3: a part of a mapping is unmapped, and the rest stays, where the system can") {
  pages memory{3 * page_size()};
  memory[0] = 'a';
  memory[2 * page_size()] = 'c';
  const auto code = code_of([&](std::error_code& error) { munmap(memory.addr(page_size()), page_size(), error); });
  if (on_windows()) {
    CHECK(code == std::errc::operation_not_supported);
    CHECK(writing(memory.addr(page_size())) == fault::none);
    as_refused();
  } else {
    CHECK_FALSE(code);
    CHECK(reading(memory.addr(page_size())) == fault::access);
  }
  CHECK(memory[0] == 'a');
  CHECK(memory[2 * page_size()] == 'c');
  if (on_windows()) return;
  auto* const first = memory.release();  // the hole in it may be somebody's by now
  munmap(first, page_size());
  munmap(first + 2 * page_size(), page_size());
}

TEST_CASE("munmap 1-4: a range of several mappings is unmapped at once, where the system can") {
  const test_file file{support::pattern(page_size())};
  pages memory{2 * allocation_granularity()};
  if (on_windows()) {
    const pages other{page_size()};
    refused([&] { munmap(memory.addr(), memory.length() + page_size()); });
    CHECK(writing(memory.addr()) == fault::none);
    return;
  }
  const auto shared_fixed = mmap_flag::shared | mmap_flag::fixed;
  CHECK(mmap(memory.addr(), page_size(), support::read_write, shared_fixed, file.handle(), 0) == memory.addr());
  auto* const addr = memory.release();
  munmap(addr, memory.length());
  CHECK_FALSE(support::is_mapped(addr));
  CHECK_FALSE(support::is_mapped(addr + memory.length() - 1));
}

TEST_CASE("munmap 2-1: where nothing is mapped nothing happens, or it is refused") {
  auto* const addr = support::free_addresses(4 * page_size());
  const auto code = code_of([&](std::error_code& error) { munmap(addr, 4 * page_size(), error); });
  if (on_windows()) {
    CHECK(code);
    as_refused();
  } else {
    CHECK_FALSE(code);
  }
  CHECK_FALSE(support::is_mapped(addr));
}

TEST_CASE("munmap 3-1: the address is a multiple of the page size") {
  const pages memory{2 * page_size()};
  for (const std::size_t past : {std::size_t{1}, page_size() / 2, page_size() - 1}) {
    CAPTURE(past);
    CHECK(caught([&] { munmap(memory.addr(past), page_size()); }).code() == std::errc::invalid_argument);
  }
  CHECK(writing(memory.addr()) == fault::none);
  CHECK(writing(memory.addr(page_size())) == fault::none);
}

TEST_CASE("munmap 4-1: what was stored to a private mapping is gone with it") {
  const test_file file{"content"};
  pages memory{7, support::read_write, mmap_flag::private_, file.handle()};
  memory[0] = 'C';
  memory.unmap();
  const pages again{7, support::read_write, mmap_flag::private_, file.handle()};
  CHECK(again.text(0, 7) == "content");
  CHECK(file.content() == "content");
}

TEST_CASE("munmap 6-1: typed memory that could be given back is on no system") {
  refused([] { return posix_typed_mem_get_info(no_handle); });
}

TEST_CASE("munmap 7-1: success clears the error, failure sets it and changes nothing") {
  pages memory{page_size()};
  CHECK(code_of([&](std::error_code& error) { munmap(memory.addr(), 0, error); }));
  CHECK(caught([&] { munmap(memory.addr(1), page_size()); }).operation() == "munmap");
  CHECK(writing(memory.addr()) == fault::none);
  auto* const addr = memory.addr();
  memory.unmap();
  const pages other{page_size(), support::read_write, private_anonymous, no_handle, 0, addr};
  CHECK_FALSE(code_of([&](std::error_code& error) {
    void* const more = mmap(nullptr, page_size(), support::read_write, private_anonymous, no_handle, 0);
    munmap(more, page_size(), error);
  }));
}

TEST_CASE("munmap 8-1: addresses that no process can have are an invalid argument") {
  if (support::emulated) return as_untried("a system that outlives the question");
  auto* const top = reinterpret_cast<void*>(~std::uintptr_t{0} - (allocation_granularity() - 1));
  CHECK(caught([&] { munmap(top, page_size()); }).code() == std::errc::invalid_argument);
  const pages memory{page_size()};
  const auto wraps = ~std::size_t{0} - 2 * page_size();
  if (!thread_sanitizer) CHECK(code_of([&](std::error_code& error) { munmap(memory.addr(), wraps, error); }));
  CHECK(writing(memory.addr()) == fault::none);
}

TEST_CASE("munmap 9-1: length 0 is an invalid argument") {
  const pages memory{page_size()};
  CHECK(caught([&] { munmap(memory.addr(), 0); }).code() == std::errc::invalid_argument);
  CHECK(writing(memory.addr()) == fault::none);
}

TEST_CASE("munmap 10-1: an address that is not a multiple of the page size is an invalid argument, for files too") {
  const test_file file{support::pattern(2 * page_size())};
  const pages memory{2 * page_size(), support::read_write, mmap_flag::shared, file.handle()};
  CHECK(caught([&] { munmap(memory.addr(1), 2 * page_size()); }).code() == std::errc::invalid_argument);
  CHECK(memory.text(0, 2 * page_size()) == support::pattern(2 * page_size()));
}
