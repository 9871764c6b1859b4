// msync, along the text of POSIX.1-2024:
//   1 writes to permanent storage, whole pages  2 nothing modified  3 MS_ASYNC  4 MS_SYNC  5 MS_INVALIDATE
//   6 one of MS_ASYNC and MS_SYNC  7 private mappings  8 memory without a file  9 pages  10 times  11, 12 results
//   13 [EBUSY]  14 [EINVAL] flags  15 [EINVAL] address  16 [ENOMEM]  17 other processes
#include "conformance.hpp"
#include "system.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;

namespace {

// The form that brings its file along, which every system has.
mapped map_whole(const std::filesystem::path& path) { return mmap(path, support::shared_writable()); }

}  // namespace

TEST_CASE("msync 1-1: what was stored is in the file") {
  const test_file file{"hello world"};
  const auto memory = map_whole(file.path());
  support::bytes(memory)[0] = std::byte{'J'};
  msync(memory.addr, memory.fd, memory.size);
  CHECK(file.content() == "Jello world");
  munmap(memory);
  CHECK(file.content() == "Jello world");
}

TEST_CASE("msync 1-2: any part of a mapping may be written") {
  const test_file file{support::pattern(4 * page_size())};
  const auto memory = map_whole(file.path());
  for (std::size_t page = 0; page < 4; ++page) support::bytes(memory)[page * page_size()] = std::byte{'x'};
  msync(support::bytes(memory) + page_size() + 1, memory.fd, page_size());
  const auto content = file.content();
  CHECK(content[page_size()] == 'x');
  CHECK(content[2 * page_size()] == 'x');
  munmap(memory);
}

TEST_CASE("msync 2-1: where nothing was stored nothing happens") {
  const test_file file{"content"};
  const auto memory = map_whole(file.path());
  const auto before = std::filesystem::last_write_time(file.path());
  for (const auto flags : {msync_flag::sync, msync_flag::async}) msync(memory.addr, memory.fd, memory.size, flags);
  CHECK(std::filesystem::last_write_time(file.path()) == before);
  CHECK(file.content() == "content");
  munmap(memory);
}

TEST_CASE("msync 3-1: with async the writing is on its way, and all who read see it") {
  const test_file file{"content"};
  const pages memory{7, support::read_write, mmap_flag::shared, file.handle()};
  memory[0] = 'C';
  msync(memory.addr(), 7, msync_flag::async);
  CHECK(file.content() == "Content");
}

TEST_CASE("msync 4-1: with sync it is done when the call returns, for files of any number of pages") {
  const test_file file{support::pattern(100 * page_size())};
  const auto memory = map_whole(file.path());
  for (std::size_t at = 0; at < memory.size; at += page_size()) support::bytes(memory)[at] = std::byte{'x'};
  msync(memory.addr, memory.fd, memory.size, msync_flag::sync);
  const auto content = file.content();
  for (std::size_t at = 0; at < memory.size; at += page_size()) REQUIRE(content[at] == 'x');
  munmap(memory);
}

TEST_CASE("msync 4-2: the POSIX signature with sync, where the system needs no file for it") {
  const test_file file{"content"};
  const pages memory{7, support::read_write, mmap_flag::shared, file.handle()};
  memory[0] = 'C';
  const auto code = code_of([&](std::error_code& error) { msync(memory.addr(), 7, msync_flag::sync, error); });
  if (on_windows()) {
    CHECK(code == std::errc::operation_not_supported);
    as_refused();
  } else {
    CHECK_FALSE(code);
  }
  CHECK(file.content() == "Content");
}

TEST_CASE("msync 6-1: sync and async together are an invalid argument") {
  const pages memory{page_size(), support::read_write, shared_anonymous};
  CHECK(caught([&] { msync(memory.addr(), page_size(), msync_flag::sync | msync_flag::async); }).code() ==
        std::errc::invalid_argument);
}

TEST_CASE("msync 6-2: neither sync nor async is an invalid argument, which some systems would take for async") {
  const pages memory{page_size(), support::read_write, shared_anonymous};
  CHECK(caught([&] { msync(memory.addr(), page_size(), msync_flag{}); }).code() == std::errc::invalid_argument);
}

TEST_CASE("msync 7-1: on a private mapping it succeeds, and the file keeps its content") {
  const test_file file{"content"};
  const auto memory = mmap(file.path(), support::private_writable());
  support::bytes(memory)[0] = std::byte{'C'};
  for (const auto flags : {msync_flag::sync, msync_flag::async}) {
    msync(memory.addr, memory.fd, memory.size, flags);
    msync(memory.addr, memory.size, flags);
  }
  CHECK(file.content() == "content");
  CHECK(support::text(memory.addr, 7) == "Content");
  munmap(memory);
}

TEST_CASE("msync 8-1: on memory without a file it succeeds, and the content stays") {
  const shared_object object{page_size()};
  const pages of_object{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  const pages shared{page_size(), support::read_write, shared_anonymous};
  const pages anonymous{page_size()};
  for (const auto* const memory : {&of_object, &shared, &anonymous}) {
    (*memory)[0] = 'a';
    for (const auto flags : {msync_flag::sync, msync_flag::async}) msync(memory->addr(), page_size(), flags);
    CHECK((*memory)[0] == 'a');
  }
}

TEST_CASE("msync 9-1: with its file the range is rounded to whole pages, and needs no address of a page") {
  const test_file file{support::pattern(2 * page_size())};
  const auto memory = map_whole(file.path());
  auto* const last = support::bytes(memory) + memory.size - 1;
  *last = std::byte{'x'};
  CHECK_FALSE(code_of([&](std::error_code& error) { msync(last, memory.fd, 1, msync_flag::sync, error); }));
  CHECK(file.content().back() == 'x');
  munmap(memory);
}

TEST_CASE("msync 11-1: success clears the error") {
  const pages memory{page_size(), support::read_write, shared_anonymous};
  CHECK_FALSE(code_of([&](std::error_code& error) { msync(memory.addr(), page_size(), msync_flag::sync, error); }));
}

TEST_CASE("msync 12-1: failure sets the error, and is thrown with the call's name") {
  const pages memory{page_size(), support::read_write, shared_anonymous};
  CHECK(code_of([&](std::error_code& error) { msync(memory.addr(), page_size(), msync_flag{}, error); }));
  CHECK(caught([&] { msync(memory.addr(1), page_size(), msync_flag::sync); }).operation() == "msync");
}

TEST_CASE("msync 14-1: flags that nobody has are an invalid argument, others' are refused by name") {
  const pages memory{page_size(), support::read_write, shared_anonymous};
  const auto code = [&](msync_flag more) {
    return caught([&] { msync(memory.addr(), page_size(), msync_flag::sync | more); }).code();
  };
  CHECK(code(static_cast<msync_flag>(std::uint64_t{1} << 30)) == std::errc::invalid_argument);
  const auto elsewhere = this_system() == mark::apple ? msync_flag{} : msync_flag::kill_pages;
  CHECK(code(elsewhere | static_cast<msync_flag>(elsewhere == msync_flag{} ? 1U << 30 : 0U)));
}

TEST_CASE("msync 15-1: an address that is not a multiple of the page size is an invalid argument") {
  const test_file file{support::pattern(2 * page_size())};
  const pages memory{2 * page_size(), support::read_write, mmap_flag::shared, file.handle()};
  for (const std::size_t past : {std::size_t{1}, page_size() - 1})
    CHECK(caught([&] { msync(memory.addr(past), page_size(), msync_flag::async); }).code() ==
          std::errc::invalid_argument);
}

TEST_CASE("msync 16-1: a range that is not mapped is out of memory") {
  if (!support::tells_what_is_mapped) return;
  auto* const addr = support::free_addresses(4 * page_size());
  CHECK(caught([&] { msync(addr, page_size(), msync_flag::async); }).code() == std::errc::not_enough_memory);
  const half_mapped memory;
  CHECK(code_of([&](std::error_code& error) { msync(memory.addr(), memory.length(), msync_flag::async, error); }) ==
        std::errc::not_enough_memory);
}

TEST_CASE("msync 17-1: another process reads what was written") {
  const test_file file{"content"};
  const auto memory = map_whole(file.path());
  support::bytes(memory)[0] = std::byte{'x'};
  msync(memory.addr, memory.fd, memory.size);
  CHECK(in_other_process("file begins with x", file.path().string()) == 0);
  munmap(memory);
}
