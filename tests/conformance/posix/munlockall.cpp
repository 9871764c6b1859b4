#include "../system.hpp"
#include "locks.hpp"

using namespace mmapkit;
using namespace conformance;

TEST_CASE("munlockall 1-1: what is mapped afterwards is not locked, until mlockall is called again") {
  holds_in_child("mlockall", [] {
    mlockall(mlockall_flag::future);
    munlockall();
    const pages after{page_size()};
    if (is_locked(after.addr())) return 1;
    mlockall(mlockall_flag::future);
    const pages again{page_size()};
    return is_locked(again.addr()) ? 0 : 2;
  });
}

TEST_CASE("munlockall 2-1: the locks of another process on the same pages stay") {
  const pages memory{page_size(), support::read_write, shared_anonymous};
  mlock(memory.addr(), page_size());
  holds_in_child("fork", [&] {
    mlock(memory.addr(), page_size());
    munlockall();
    return is_locked(memory.addr()) ? 1 : 0;
  });
  CHECK(is_locked(memory.addr()));
}

TEST_CASE("munlockall 3-1: everything is unlocked when the call returns, however it was locked") {
  const test_file file{support::pattern(page_size())};
  const pages of_file{page_size(), protection_flag::read, mmap_flag::shared, file.handle()};
  mlock(of_file.addr(), page_size());
  holds_in_child("mlockall", [&] {
    mlock(of_file.addr(), page_size());
    mlockall(mlockall_flag::future);
    const pages later{page_size()};
    if (!is_locked(of_file.addr()) || !is_locked(later.addr())) return 1;
    munlockall();
    return is_locked(of_file.addr()) || is_locked(later.addr()) ? 2 : 0;
  });
}

TEST_CASE("munlockall 4-1: whether unlocked pages are in memory or not, their content is") {
  const pages memory{page_size()};
  memory[0] = 'a';
  holds_in_child("mlockall", [&] {
    mlock(memory.addr(), page_size());
    munlockall();
    return memory[0] == 'a' ? 0 : 1;
  });
}

TEST_CASE("munlockall 5-1: it succeeds always, also where nothing is locked") {
  holds_in_child("mlockall", [] {
    for (int i = 0; i < 2; ++i) {
      auto error = std::make_error_code(std::errc::io_error);
      munlockall(error);
      if (error) return 1;
    }
    return 0;
  });
}

TEST_CASE("munlockall 6-1: it is on this system, and says so") {
  CHECK(supported(call::munlockall));
  CHECK(supported(call::mlockall));
}
