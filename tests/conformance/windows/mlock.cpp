// mlock and munlock of Windows, and munmap of what is locked.
#include "../system.hpp"
#include "locks.hpp"

using namespace mmapkit;
using namespace conformance;

TEST_CASE("mlock 1-1: every page that the range touches is in memory and locked, until it is unlocked") {
  const pages memory{4 * page_size()};
  mlock(memory.addr(page_size() + 1), page_size());
  CHECK(resident_pages(memory.addr(page_size()), 2 * page_size()) == 2);
  CHECK(seems_locked(memory.addr(), false));
  CHECK(seems_locked(memory.addr(page_size()), true));
  CHECK(seems_locked(memory.addr(2 * page_size()), true));
  munlock(memory.addr(page_size() + 1), page_size());
  CHECK(seems_locked(memory.addr(page_size()), false));
}

TEST_CASE("mlock 1-2: another process has no locks of this one, and its own end with it") {
  const pages memory{page_size()};
  mlock(memory.addr(), page_size());
  for (int i = 0; i < 3; ++i) CHECK(in_other_process("lock", "") == 0);
  CHECK(seems_locked(memory.addr(), true));
  munlock(memory.addr(), page_size());
}

TEST_CASE("mlock 1-3: no program runs in place of another: locks end with the process alone") {
  CHECK(in_other_process("lock", "") == 0);
  CHECK_FALSE(supported(lock_flag::on_fault));
}

TEST_CASE("mlock 3-1: pages of a file are read in and locked when the call returns") {
  const test_file file{support::pattern(4 * page_size())};
  const pages memory{4 * page_size(), protection_flag::read, mmap_flag::shared, file.handle()};
  mlock(memory.addr(), memory.length());
  CHECK(resident_pages(memory.addr(), memory.length()) == 4);
  for (std::size_t i = 0; i < memory.length(); i += page_size()) CHECK(seems_locked(memory.addr(i), true));
  CHECK(memory.text(0, memory.length()) == support::pattern(memory.length()));
}

TEST_CASE("mlock 4-1: no privilege is needed") {
  const pages memory{4 * page_size()};
  CHECK_FALSE(code_of([&](std::error_code& error) { mlock(memory.addr(), memory.length(), error); }));
}

TEST_CASE("mlock 6-1: a failure changes no lock") {
  const half_mapped memory;
  mlock(memory.addr(), page_size());
  CHECK(code_of([&](std::error_code& error) { mlock(memory.addr(), memory.length(), error); }) ==
        std::errc::not_enough_memory);
  CHECK(seems_locked(memory.addr(), true));
  CHECK(seems_locked(static_cast<char*>(memory.addr()) + page_size(), false));
}

TEST_CASE("mlock 11-1: the limit is raised as far as it needs to be") {
  const pages memory{8 << 20};
  CHECK_FALSE(code_of([&](std::error_code& error) { mlock(memory.addr(), memory.length(), error); }));
  CHECK(resident_pages(memory.addr(), memory.length()) == memory.length() / page_size());
  munlock(memory.addr(), memory.length());
}

TEST_CASE("mlock 12-1: no right is needed that a user could lack") {
  const pages memory{page_size()};
  mlock(memory.addr(), page_size());
  CHECK(seems_locked(memory.addr(), true));
}

TEST_CASE("munlock 1-1: one call unlocks every page that the range touches, however often it was locked") {
  const pages memory{4 * page_size()};
  for (int i = 0; i < 3; ++i) mlock(memory.addr(), memory.length());
  munlock(memory.addr(2 * page_size() - 1), 2);
  CHECK(seems_locked(memory.addr(), true));
  CHECK(seems_locked(memory.addr(page_size()), false));
  CHECK(seems_locked(memory.addr(2 * page_size()), false));
  CHECK(seems_locked(memory.addr(3 * page_size()), true));
}

TEST_CASE("munlock 3-1: the locks of another process stay") {
  const pages memory{page_size()};
  mlock(memory.addr(), page_size());
  CHECK(in_other_process("lock", "") == 0);
  CHECK(seems_locked(memory.addr(), true));
}

TEST_CASE("munlock 4-1: the locks of another mapping of the same pages stay") {
  const shared_object object{page_size()};
  const pages first{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  const pages second{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  mlock(first.addr(), page_size());
  mlock(second.addr(), page_size());
  munlock(first.addr(), page_size());
  CHECK(seems_locked(first.addr(), false));
  CHECK(seems_locked(second.addr(), true));
}

TEST_CASE("munlock 5-1: the pages are unlocked when the call returns") {
  const pages memory{2 * page_size()};
  mlock(memory.addr(), memory.length());
  munlock(memory.addr(), memory.length());
  for (const std::size_t at : {std::size_t{0}, page_size()}) CHECK(seems_locked(memory.addr(at), false));
}

TEST_CASE("munlock 8-1: a failure changes no lock") {
  const half_mapped memory;
  mlock(memory.addr(), page_size());
  CHECK(code_of([&](std::error_code& error) { munlock(memory.addr(), memory.length(), error); }) ==
        std::errc::not_enough_memory);
  CHECK(seems_locked(memory.addr(), true));
}

TEST_CASE("munmap 5-1: unmapping removes the locks") {
  for (int i = 0; i < 10; ++i) {
    pages memory{1 << 20};
    mlock(memory.addr(), memory.length());
    memory.unmap();
  }
  const pages memory{page_size()};
  CHECK(seems_locked(memory.addr(), false));
}
