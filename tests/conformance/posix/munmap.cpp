#include <sys/resource.h>

#include "../system.hpp"
#include "locks.hpp"

using namespace mmapkit;
using namespace conformance;

TEST_CASE("munmap 5-1: unmapping removes the locks, and what they took of the limit") {
  const pages memory{page_size()};
  mlock(memory.addr(), page_size());
  CHECK(is_locked(memory.addr()));
  CHECK(mmap(memory.addr(), page_size(), support::read_write, private_anonymous | mmap_flag::fixed, no_handle, 0) ==
        memory.addr());
  CHECK_FALSE(is_locked(memory.addr()));

  holds_in_child("a limit of locked memory", [] {
    if (!limit(RLIMIT_MEMLOCK, 4 * page_size()) || !become_nobody()) return untried;
    for (int i = 0; i < 10; ++i) {
      pages all{4 * page_size()};
      std::error_code error;
      mlock(all.addr(), all.length(), error);
      if (error) return 1;
      munmap(all.release(), 4 * page_size(), error);
      if (error) return 2;
    }
    return 0;
  });
}
