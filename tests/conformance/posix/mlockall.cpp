// Each in a process of its own: a test process that is locked whole would carry it along.
#include <sys/resource.h>
#include <unistd.h>

#include "../system.hpp"
#include "locks.hpp"

using namespace mmapkit;
using namespace conformance;

namespace {

// The body, in a child process all of whose memory is locked. A user whose limit is less than the process has must be
// told so.
template <class Body>
void with_all_locked(mlockall_flag more, Body body) {
  constexpr int limited = 76;
  const auto end = in_child([&] {
    std::error_code error;
    mlockall(lock_current() | more, error);
    if (error == std::errc::not_enough_memory && ::geteuid() != 0) return limited;
    return error ? 75 : body();
  });
  CAPTURE(end.signal);
  CAPTURE(end.code);
  CHECK(end.signal == 0);
  if (end.code == limited)
    as_untried("a limit of locked memory");
  else
    CHECK(end.code == 0);
}

int locked_and_resident(const pages& memory) {
  for (std::size_t i = 0; i < memory.length(); i += page_size())
    if (!is_locked(memory.addr(i))) return 1;
  if (reads_in(lock_current()) && resident_pages(memory.addr(), memory.length()) * page_size() < memory.length())
    return 2;
  return 0;
}

}  // namespace

TEST_CASE("mlockall 1-1: all pages of the process are locked and in memory, until they are unlocked") {
  const pages memory{8 * page_size()};
  with_all_locked({}, [&] {
    static char of_program[1];
    const char of_stack[1] = {};
    const auto page_of = [](const char* addr) { return addr - reinterpret_cast<std::uintptr_t>(addr) % page_size(); };
    if (!is_locked(page_of(of_program)) || !is_locked(page_of(of_stack))) return 1;
    if (const int wrong = locked_and_resident(memory)) return 1 + wrong;
    munlockall();
    return is_locked(memory.addr()) ? 4 : 0;
  });
}

TEST_CASE("mlockall 1-2: a child process has no locks, now or later") {
  with_all_locked(mlockall_flag::future, [] {
    const pages before{page_size()};
    if (!is_locked(before.addr())) return 1;
    const auto end = in_child([&] {
      const pages after{page_size()};
      return is_locked(before.addr()) || is_locked(after.addr()) ? 1 : 0;
    });
    return end.code == 0 ? 0 : 2;
  });
}

TEST_CASE("mlockall 1-3: another program, run in place of this one, has no locks") {
  with_all_locked(mlockall_flag::future, [] { return run_program_without_locks(); });
}

TEST_CASE("mlockall 2-1: current, future, and both are taken") {
  with_all_locked({}, [] { return 0; });
  with_all_locked(mlockall_flag::future, [] { return 0; });
  holds_in_child("mlockall", [] {
    mlockall(mlockall_flag::future);
    return 0;
  });
}

TEST_CASE("mlockall 3-6: current locks shared memory that is mapped now") {
  const shared_object object{2 * page_size()};
  const pages memory{2 * page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  with_all_locked({}, [&] { return locked_and_resident(memory); });
}

TEST_CASE("mlockall 3-7: current locks the files that are mapped now, shared and private") {
  const test_file file{support::pattern(2 * page_size())};
  for (const auto flags : {mmap_flag::shared, mmap_flag::private_}) {
    const pages memory{2 * page_size(), support::read_write, flags, file.handle()};
    with_all_locked({}, [&] { return locked_and_resident(memory); });
  }
}

TEST_CASE("mlockall 3-8: current alone locks nothing that is mapped later") {
  with_all_locked({}, [] {
    const pages memory{page_size()};
    return is_locked(memory.addr()) ? 1 : 0;
  });
}

TEST_CASE("mlockall 4-1: future locks what is mapped later, at once, and nothing that is there") {
  const pages before{page_size()};
  holds_in_child("mlockall", [&] {
    mlockall(mlockall_flag::future);
    if (is_locked(before.addr())) return 1;
    const pages after{2 * page_size()};
    return is_locked(after.addr()) && resident_pages(after.addr(), after.length()) == 2 ? 0 : 2;
  });
}

TEST_CASE("mlockall 5-1: what future would lock beyond the limit is refused when it is mapped") {
  holds_in_child("a limit of locked memory", [] {
    if (support::emulated || !limit(RLIMIT_MEMLOCK, 16 * page_size()) || !become_nobody()) return untried;
    mlockall(mlockall_flag::future);
    if (mapping_anonymous(17 * page_size()) != std::errc::resource_unavailable_try_again) return 1;
    std::error_code error;
    const void* const addr = mmap(nullptr, page_size(), support::read_write, private_anonymous, no_handle, 0, error);
    return !error && is_locked(addr) ? 0 : 2;
  });
}

TEST_CASE("mlockall 6-1: with current all pages are in memory and locked when the call returns") {
  const pages untouched{16 * page_size()};
  with_all_locked({}, [&] { return locked_and_resident(untouched); });
}

TEST_CASE("mlockall 7-1: who may lock nothing may not lock all") {
  holds_in_child("a limit of locked memory", [] {
    if (!limit(RLIMIT_MEMLOCK, 0) || !become_nobody()) return untried;
    std::error_code error;
    mlockall(mlockall_flag::future, error);
    return error ? 0 : 1;
  });
}

TEST_CASE("mlockall 8-1: success clears the error") {
  holds_in_child("mlockall", [] {
    auto error = std::make_error_code(std::errc::io_error);
    mlockall(mlockall_flag::future, error);
    return error ? 1 : 0;
  });
}

TEST_CASE("mlockall 9-1: failure sets the error, and is thrown with the call's name") {
  CHECK(code_of([](std::error_code& error) { mlockall({}, error); }));
  CHECK(support::caught([] { mlockall({}); }).operation() == "mlockall");
}

TEST_CASE("mlockall 10-1: a failure locks nothing") {
  const pages memory{page_size()};
  CHECK(code_of([](std::error_code& error) { mlockall({}, error); }));
  CHECK_FALSE(is_locked(memory.addr()));
  holds_in_child("a limit of locked memory", [&] {
    if (!limit(RLIMIT_MEMLOCK, 4 * page_size()) || !become_nobody()) return untried;
    std::error_code error;
    mlockall(lock_current() | mlockall_flag::future, error);
    if (!error) return 1;
    const pages later{page_size()};
    return is_locked(memory.addr()) || is_locked(later.addr()) ? 2 : 0;
  });
}

TEST_CASE("mlockall 11-1: a failure leaves the locks that there were") {
  const pages memory{page_size()};
  mlock(memory.addr(), page_size());
  CHECK(code_of([](std::error_code& error) { mlockall({}, error); }));
  CHECK(is_locked(memory.addr()));
}

TEST_CASE("mlockall 13-1: no flag at all is an invalid argument") {
  CHECK(support::caught([] { mlockall({}); }).code() == std::errc::invalid_argument);
}

TEST_CASE("mlockall 13-2: flags that nobody has are an invalid argument") {
  for (const unsigned bit : {3U, 10U, 31U}) {
    CAPTURE(bit);
    const auto flags = mlockall_flag::future | static_cast<mlockall_flag>(std::uint64_t{1} << bit);
    CHECK(support::caught([&] { mlockall(flags); }).code() == std::errc::invalid_argument);
  }
}

TEST_CASE("mlockall 14-1: a process that is larger than the limit is out of memory") {
  holds_in_child("a limit of locked memory", [] {
    if (!limit(RLIMIT_MEMLOCK, 4 * page_size()) || !become_nobody()) return untried;
    std::error_code error;
    mlockall(lock_current(), error);
    return error == std::errc::not_enough_memory ? 0 : 1;
  });
}

TEST_CASE("mlockall 15-1: who may lock nothing is denied it") {
  holds_in_child("a limit of locked memory", [] {
    if (!limit(RLIMIT_MEMLOCK, 0) || !become_nobody()) return untried;
    std::error_code error;
    mlockall(lock_current(), error);
    return error == std::errc::operation_not_permitted ? 0 : 1;
  });
}
