#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../system.hpp"
#include "locks.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;

TEST_CASE("msync 5-1: with invalidate a mapping sees what was written to the file itself") {
  const test_file file{support::pattern(2 * page_size())};
  const pages memory{2 * page_size(), support::read_write, mmap_flag::shared, file.handle()};
  CHECK(memory[page_size()] == support::pattern(2 * page_size())[page_size()]);
  REQUIRE(::pwrite(file.handle(), "\n", 1, static_cast<off_t>(page_size())) == 1);
  for (const auto flags : {msync_flag::sync, msync_flag::async}) {
    msync(memory.addr(), memory.length(), flags | msync_flag::invalidate);
    CHECK(memory[page_size()] == '\n');
  }
}

TEST_CASE("msync 10-1: a store marks the file as changed by the time msync returns") {
  const test_file file{support::pattern(2 * page_size())};
  const pages memory{2 * page_size(), support::read_write, mmap_flag::shared, file.handle()};
  const auto changed = [&] {
    struct stat status {};
    REQUIRE(::stat(file.path().c_str(), &status) == 0);
    return status.st_mtime;
  };
  const auto system = support::file_system(file.path());
  if (system == "fuse") {
    MESSAGE("FUSE leaves the times of a file to its program");
    return;
  }
  for (const auto flags : {msync_flag::sync, msync_flag::async}) {
    const timespec past[2] = {{1'000'000'000, 0}, {1'000'000'000, 0}};
    msync(memory.addr(), memory.length(), msync_flag::sync);
    REQUIRE(::utimensat(AT_FDCWD, file.path().c_str(), past, 0) == 0);
    memory[page_size()] = 'x';
    msync(memory.addr(page_size()), page_size(), flags);
    const bool is_seen = system != "tmpfs" || flags == msync_flag::sync;  // which sees the first store to a page alone
    CHECK((changed() != 1'000'000'000) == is_seen);
  }
}

TEST_CASE("msync 13-1: what is locked cannot be invalidated, and can be written") {
  const test_file file{"content"};
  const pages memory{7, support::read_write, mmap_flag::shared, file.handle()};
  memory[0] = 'C';
  mlock(memory.addr(), 7);
  for (const auto flags : {msync_flag::sync, msync_flag::async}) {
    CHECK(caught([&] { msync(memory.addr(), 7, flags | msync_flag::invalidate); }).code() ==
          std::errc::device_or_resource_busy);
    CHECK_FALSE(code_of([&](std::error_code& error) { msync(memory.addr(), 7, flags, error); }));
  }
  munlock(memory.addr(), 7);
  msync(memory.addr(), 7, msync_flag::sync | msync_flag::invalidate);
  CHECK(file.content() == "Content");
}
