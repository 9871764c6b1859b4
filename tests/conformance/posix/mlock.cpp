#include <sys/resource.h>

#include "../system.hpp"
#include "locks.hpp"

using namespace mmapkit;
using namespace conformance;

TEST_CASE("mlock 1-1: every page that the range touches is in memory and locked, until it is unlocked") {
  const pages memory{4 * page_size()};
  CHECK(resident_pages(memory.addr(), memory.length()) == 0);
  mlock(memory.addr(page_size() + 1), page_size());
  CHECK_FALSE(is_locked(memory.addr()));
  CHECK(is_locked(memory.addr(page_size())));
  CHECK(is_locked(memory.addr(2 * page_size())));
  CHECK_FALSE(is_locked(memory.addr(3 * page_size())));
  CHECK(resident_pages(memory.addr(page_size()), 2 * page_size()) == 2);
  munlock(memory.addr(page_size() + 1), page_size());
  CHECK_FALSE(is_locked(memory.addr(page_size())));
}

TEST_CASE("mlock 1-2: a child process has no locks") {
  const pages memory{page_size()};
  mlock(memory.addr(), page_size());
  holds_in_child("fork", [&] { return is_locked(memory.addr()) ? 1 : 0; });
  CHECK(is_locked(memory.addr()));
}

TEST_CASE("mlock 1-3: another program, run in place of this one, has no locks") {
  holds_in_child("exec", [] {
    const pages memory{page_size()};
    mlock(memory.addr(), page_size());
    return is_locked(memory.addr()) ? run_program_without_locks() : 1;
  });
}

TEST_CASE("mlock 3-1: pages of a file are read in and locked when the call returns") {
  const test_file file{support::pattern(4 * page_size())};
  const pages memory{4 * page_size(), protection_flag::read, mmap_flag::shared, file.handle()};
  mlock(memory.addr(), memory.length());
  CHECK(resident_pages(memory.addr(), memory.length()) == 4);
  for (std::size_t i = 0; i < memory.length(); i += page_size()) CHECK(is_locked(memory.addr(i)));
  CHECK(memory.text(0, memory.length()) == support::pattern(memory.length()));
}

TEST_CASE("mlock 4-1: no privilege is needed for what the limit allows") {
  holds_in_child("a limit of locked memory", [] {
    if (!limit(RLIMIT_MEMLOCK, 4 * page_size()) || !become_nobody()) return untried;
    const pages memory{4 * page_size()};
    std::error_code error;
    mlock(memory.addr(), memory.length(), error);
    return !error && is_locked(memory.addr()) ? 0 : 1;
  });
}

TEST_CASE("mlock 6-1: a failure changes no lock") {
  if (!support::tells_what_is_mapped) return;
  // A range that begins with a hole: the kernel of Linux locks what lies before one, and says so nowhere.
  pages memory{4 * page_size()};
  mlock(memory.addr(3 * page_size()), page_size());
  munmap(memory.addr(), page_size());
  CHECK(code_of([&](std::error_code& error) { mlock(memory.addr(), 3 * page_size(), error); }) ==
        std::errc::not_enough_memory);
  CHECK_FALSE(is_locked(memory.addr(page_size())));
  CHECK_FALSE(is_locked(memory.addr(2 * page_size())));
  CHECK(is_locked(memory.addr(3 * page_size())));
  munmap(memory.release() + page_size(), 3 * page_size());

  holds_in_child("a limit of locked memory", [] {
    if (!limit(RLIMIT_MEMLOCK, 2 * page_size()) || !become_nobody()) return untried;
    const pages few{8 * page_size()};
    std::error_code error;
    mlock(few.addr(), page_size(), error);
    if (error) return 1;
    mlock(few.addr(), few.length(), error);
    if (error != std::errc::not_enough_memory) return 2;
    return is_locked(few.addr()) && !is_locked(few.addr(page_size())) ? 0 : 3;
  });
}

TEST_CASE("mlock 11-1: more than the limit is out of memory, and the limit itself is not") {
  holds_in_child("a limit of locked memory", [] {
    if (!limit(RLIMIT_MEMLOCK, 4 * page_size()) || !become_nobody()) return untried;
    const pages memory{8 * page_size()};
    std::error_code error;
    mlock(memory.addr(), 5 * page_size(), error);
    if (error != std::errc::not_enough_memory) return 1;
    mlock(memory.addr(), 4 * page_size(), error);
    return error ? 2 : 0;
  });
}

TEST_CASE("mlock 12-1: who may lock nothing is denied it") {
  holds_in_child("a limit of locked memory", [] {
    const pages memory{page_size()};
    if (!limit(RLIMIT_MEMLOCK, 0) || !become_nobody()) return untried;
    std::error_code error;
    mlock(memory.addr(), page_size(), error);
    return error == std::errc::operation_not_permitted && !is_locked(memory.addr()) ? 0 : 1;
  });
}
