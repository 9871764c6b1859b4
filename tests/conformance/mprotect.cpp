// mprotect, along the text of POSIX.1-2024:
//   1 whole pages  2 protections  3 what is not permitted  4 faults  5 any part of a mapping  6, 7 results
//   8 [EACCES]  9 [EINVAL]  10 [ENOMEM] not mapped  11 [ENOMEM] not to be had  12 [ENOTSUP]  13 other mappings, fork
//   14 length 0
#include "conformance.hpp"
#include "system.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;

TEST_CASE("mprotect 1-1: every page that the range touches is changed, and no other") {
  const pages memory{5 * page_size()};
  mprotect(memory.addr(2 * page_size() - 1), page_size() + 2, may_read);
  for (const std::size_t page : {0U, 4U}) CHECK(writing(memory.addr(page * page_size())) == fault::none);
  for (const std::size_t page : {1U, 2U, 3U}) {
    CHECK(writing(memory.addr(page * page_size())) == fault::access);
    CHECK(writing(memory.addr((page + 1) * page_size() - 1)) == fault::access);
  }
}

TEST_CASE("mprotect 1-2: one byte is a page") {
  const pages memory{3 * page_size()};
  mprotect(memory.addr(page_size()), 1, no_access);
  CHECK(reading(memory.addr(page_size() - 1)) == fault::none);
  CHECK(reading(memory.addr(2 * page_size() - 1)) == fault::access);
  CHECK(reading(memory.addr(2 * page_size())) == fault::none);
}

TEST_CASE("mprotect 2-1: none, or any of read, write and exec together, and back") {
  const pages memory{page_size()};
  memory[0] = 'a';
  for (const auto protection : every_protection) {
    CAPTURE(protection);
    mprotect(memory.addr(), page_size(), protection);
    if (has(protection, may_read)) CHECK(reading(memory.addr()) == fault::none);
    CHECK((writing(memory.addr()) == fault::none) == has(protection, may_write));
  }
  mprotect(memory.addr(), page_size(), support::read_write);
  CHECK(memory[0] == 'a');
}

TEST_CASE("mprotect 2-2: a shared mapping of a file that is open for writing can lose write, and get it back") {
  const test_file file{"content"};
  const pages memory{7, support::read_write, mmap_flag::shared, file.handle()};
  mprotect(memory.addr(), 7, may_read);
  CHECK(writing(memory.addr()) == fault::access);
  mprotect(memory.addr(), 7, support::read_write);
  memory[0] = 'C';
  CHECK(file.content() == "Content");
}

TEST_CASE("mprotect 3-1: no store succeeds where write is not set") {
  const test_file file{"content"};
  const pages shared{7, support::read_write, mmap_flag::shared, file.handle()};
  const pages copy{7, support::read_write, mmap_flag::private_, file.handle()};
  const pages anonymous{page_size()};
  for (const auto* const memory : {&shared, &copy, &anonymous})
    for (const auto protection : {may_read, may_read | may_exec, no_access}) {
      if (on_windows() && has(protection, may_exec) && memory != &anonymous) continue;  // not opened to be run
      mprotect(memory->addr(), 7, protection);
      CHECK(writing(memory->addr()) == fault::access);
    }
  CHECK(file.content() == "content");
}

TEST_CASE("mprotect 3-2: no access at all succeeds where none alone is set") {
  const test_file file{"content"};
  const pages shared{7, support::read_write, mmap_flag::shared, file.handle()};
  const pages anonymous{page_size()};
  for (const auto* const memory : {&shared, &anonymous}) {
    mprotect(memory->addr(), 7, no_access);
    CHECK(reading(memory->addr()) == fault::access);
    CHECK(writing(memory->addr()) == fault::access);
  }
}

TEST_CASE("mprotect 4-1: an access against the protection is the fault of an access, not of the object") {
  const pages memory{2 * page_size(), may_read};
  CHECK(writing(memory.addr()) == fault::access);
  mprotect(memory.addr(), page_size(), support::read_write);
  CHECK(writing(memory.addr()) == fault::none);
  CHECK(writing(memory.addr(page_size())) == fault::access);
}

TEST_CASE("mprotect 5-1: any part of a mapping may have a protection of its own, and the content stays") {
  const auto content = support::pattern(6 * page_size());
  const test_file file{content};
  const pages memory{content.size(), support::read_write, mmap_flag::shared, file.handle()};
  for (std::size_t page = 0; page < 6; page += 2) mprotect(memory.addr(page * page_size()), page_size(), may_read);
  for (std::size_t page = 0; page < 6; ++page)
    CHECK((writing(memory.addr(page * page_size())) == fault::none) == (page % 2 == 1));
  CHECK(memory.text(0, content.size()) == content);
  mprotect(memory.addr(), content.size(), support::read_write);
  CHECK(writing(memory.addr()) == fault::none);
}

TEST_CASE("mprotect 6-1: success clears the error") {
  const pages memory{page_size()};
  CHECK_FALSE(code_of([&](std::error_code& error) { mprotect(memory.addr(), page_size(), may_read, error); }));
}

TEST_CASE("mprotect 7-1: failure sets the error, is thrown with the call's name, and leaves what is mapped") {
  if (!support::tells_what_is_mapped) return;
  const half_mapped memory;
  CHECK(code_of([&](std::error_code& error) {
    mprotect(static_cast<char*>(memory.addr()) + memory.mapped(), page_size(), may_read, error);
  }));
  CHECK(writing(memory.addr()) == fault::none);
  const test_file file{"content", support::file_access::read};
  const pages view{7, may_read, mmap_flag::shared, file.handle()};
  CHECK(caught([&] { mprotect(view.addr(), 7, support::read_write); }).operation() == "mprotect");
  CHECK(view.text(0, 7) == "content");
}

TEST_CASE("mprotect 8-1: what the file was not opened for is denied to a shared mapping") {
  const test_file file{"content", support::file_access::read};
  const pages memory{7, may_read, mmap_flag::shared, file.handle()};
  for (const auto protection : {may_write, support::read_write})
    CHECK(caught([&] { mprotect(memory.addr(), 7, protection); }).code() == std::errc::permission_denied);
  CHECK(writing(memory.addr()) == fault::access);
}

TEST_CASE("mprotect 8-2: a private mapping may be written whatever the file was opened for") {
  const test_file file{"content", support::file_access::read};
  const pages memory{7, support::read_write, mmap_flag::private_, file.handle()};
  mprotect(memory.addr(), 7, may_read);
  CHECK(writing(memory.addr()) == fault::access);
  mprotect(memory.addr(), 7, support::read_write);
  memory[0] = 'C';
  CHECK(memory.text(0, 7) == "Content");
  CHECK(file.content() == "content");
}

TEST_CASE("mprotect 9-1: an address that is not a multiple of the page size is rounded down, and no error") {
  const pages memory{2 * page_size()};
  mprotect(memory.addr(page_size() + 1), 1, may_read);
  CHECK(writing(memory.addr()) == fault::none);
  CHECK(writing(memory.addr(page_size())) == fault::access);
}

TEST_CASE("mprotect 10-1: a range that is not mapped is out of memory") {
  if (!support::tells_what_is_mapped) return;
  auto* const addr = support::free_addresses(4 * page_size());
  CHECK(caught([&] { mprotect(addr, page_size(), may_read); }).code() == std::errc::not_enough_memory);
  const half_mapped memory;
  CHECK(code_of([&](std::error_code& error) {
          mprotect(memory.addr(), memory.length(), support::read_write, error);
        }) == std::errc::not_enough_memory);
}

TEST_CASE("mprotect 12-1: a protection that this system does not keep is refused, by name, and changes nothing") {
  const pages memory{page_size()};
  const auto elsewhere = on_windows() ? protection_flag::sem : protection_flag::guard;
  const auto error = caught([&] { mprotect(memory.addr(), page_size(), elsewhere); });
  CHECK(error.code() == std::errc::operation_not_supported);
  CHECK(std::string{error.what()}.find("protection_flag::") != std::string::npos);
  CHECK(writing(memory.addr()) == fault::none);
}

TEST_CASE("mprotect 13-1: other mappings of the same object keep their protection") {
  const test_file file{"content"};
  const pages first{7, support::read_write, mmap_flag::shared, file.handle()};
  const pages second{7, support::read_write, mmap_flag::shared, file.handle()};
  mprotect(first.addr(), 7, no_access);
  second[0] = 'C';
  CHECK(writing(second.addr()) == fault::none);
  mprotect(first.addr(), 7, may_read);
  CHECK(first.text(0, 7) == "Content");
}

TEST_CASE("mprotect 14-1: length 0 changes nothing") {
  const pages memory{page_size()};
  CHECK_FALSE(code_of([&](std::error_code& error) { mprotect(memory.addr(), 0, no_access, error); }));
  CHECK(writing(memory.addr()) == fault::none);
}
