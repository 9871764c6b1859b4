

#include "../system.hpp"
#include "locks.hpp"

using namespace mmapkit;
using namespace conformance;

TEST_CASE("munlock 1-1: one call unlocks every page that the range touches, however often it was locked") {
  const pages memory{4 * page_size()};
  for (int i = 0; i < 3; ++i) mlock(memory.addr(), memory.length());
  munlock(memory.addr(2 * page_size() - 1), 2);
  CHECK(is_locked(memory.addr()));
  CHECK_FALSE(is_locked(memory.addr(page_size())));
  CHECK_FALSE(is_locked(memory.addr(2 * page_size())));
  CHECK(is_locked(memory.addr(3 * page_size())));
}

TEST_CASE("munlock 3-1: the locks of another process on the same pages stay") {
  const pages memory{page_size(), support::read_write, shared_anonymous};
  mlock(memory.addr(), page_size());
  holds_in_child("fork", [&] {
    mlock(memory.addr(), page_size());
    munlock(memory.addr(), page_size());
    return is_locked(memory.addr()) ? 1 : 0;
  });
  CHECK(is_locked(memory.addr()));
}

TEST_CASE("munlock 4-1: the locks of another mapping of the same pages stay") {
  const shared_object object{page_size()};
  const pages first{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  const pages second{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  mlock(first.addr(), page_size());
  mlock(second.addr(), page_size());
  munlock(first.addr(), page_size());
  CHECK_FALSE(is_locked(first.addr()));
  CHECK(is_locked(second.addr()));
}

TEST_CASE("munlock 5-1: the pages are unlocked when the call returns, and may be invalidated again") {
  const test_file file{support::pattern(2 * page_size())};
  const pages memory{2 * page_size(), support::read_write, mmap_flag::shared, file.handle()};
  mlock(memory.addr(), memory.length());
  CHECK(is_locked(memory.addr(page_size())));
  munlock(memory.addr(), memory.length());
  CHECK_FALSE(is_locked(memory.addr()));
  CHECK_FALSE(is_locked(memory.addr(page_size())));
}

TEST_CASE("munlock 8-1: a failure changes no lock") {
  if (!support::tells_what_is_mapped) return;
  // A range that begins with a hole: the kernel of Linux unlocks what lies before one, and says so nowhere.
  pages memory{3 * page_size()};
  mlock(memory.addr(), memory.length());
  munmap(memory.addr(), page_size());
  CHECK(code_of([&](std::error_code& error) { munlock(memory.addr(), 3 * page_size(), error); }) ==
        std::errc::not_enough_memory);
  CHECK(is_locked(memory.addr(page_size())));
  CHECK(is_locked(memory.addr(2 * page_size())));
  munmap(memory.release() + page_size(), 2 * page_size());
}
