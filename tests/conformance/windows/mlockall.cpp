// Windows locks ranges and not whole processes: mlockall and munlockall are refused by name, and nothing is locked.
#include "../system.hpp"
#include "locks.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;

namespace {

constexpr auto current = mlockall_flag::current;
constexpr auto future = mlockall_flag::future;

void refuses(mlockall_flag flags) {
  const pages before{page_size()};
  refused([&] { mlockall(flags); });
  const pages after{page_size()};
  CHECK(seems_locked(before.addr(), false));
  CHECK(seems_locked(after.addr(), false));
}

}  // namespace

TEST_CASE("mlockall 1-1: the process cannot be locked whole") { refuses(current); }

TEST_CASE("mlockall 1-2: no child process could inherit such a lock") {
  refuses(current | future);
  CHECK(in_other_process("lock", "") == 0);
}

TEST_CASE("mlockall 1-3: no program could inherit such a lock") { refuses(future); }

TEST_CASE("mlockall 2-1: current, future, and both are refused by name") {
  for (const auto flags : {current, future, current | future}) {
    refuses(flags);
    CHECK_FALSE(supported(flags));
  }
}

TEST_CASE("mlockall 3-6: shared memory that is mapped is not locked") {
  const shared_object object{page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  refuses(current);
  CHECK(seems_locked(memory.addr(), false));
}

TEST_CASE("mlockall 3-7: files that are mapped are not locked") {
  const test_file file{"content"};
  const pages memory{7, protection_flag::read, mmap_flag::shared, file.handle()};
  refuses(current);
  CHECK(seems_locked(memory.addr(), false));
}

TEST_CASE("mlockall 3-8: what is mapped later is not locked") { refuses(current); }

TEST_CASE("mlockall 4-1: what is mapped later is not locked, though that was asked for") { refuses(future); }

TEST_CASE("mlockall 5-1: no limit comes into it") {
  refuses(future);
  CHECK_FALSE(mapping_anonymous(64 << 20));
}

TEST_CASE("mlockall 6-1: nothing is read in") {
  const pages untouched{16 * page_size()};
  refuses(current);
  CHECK(resident_pages(untouched.addr(), untouched.length()) < 16);
}

TEST_CASE("mlockall 7-1: no privilege would help") { refuses(current); }

TEST_CASE("mlockall 8-1: it never succeeds") {
  CHECK(code_of([](std::error_code& error) { mlockall(current, error); }));
  refuses(current);
}

TEST_CASE("mlockall 9-1: the refusal is thrown with the call's name") {
  CHECK(caught([] { mlockall(current); }).operation() == "mlockall");
  refuses(current);
}

TEST_CASE("mlockall 10-1: the refusal locks nothing") { refuses(current | future); }

TEST_CASE("mlockall 11-1: the refusal leaves the locks that there were") {
  const pages memory{page_size()};
  mlock(memory.addr(), page_size());
  refuses(current);
  CHECK(seems_locked(memory.addr(), true));
}

TEST_CASE("mlockall 13-1: no flag at all is refused as any other") { refuses({}); }

TEST_CASE("mlockall 13-2: flags that nobody has are refused as any other") {
  refuses(current | static_cast<mlockall_flag>(1U << 10));
}

TEST_CASE("mlockall 14-1: the size of the process makes no difference") {
  const pages memory{64 << 20};
  refuses(current);
}

TEST_CASE("mlockall 15-1: the rights of the user make no difference") { refuses(current); }

namespace {

// A range that was locked stays so.
void refuses_to_unlock() {
  const pages memory{page_size()};
  memory[0] = 'a';
  mlock(memory.addr(), page_size());
  refused([] { munlockall(); });
  CHECK(seems_locked(memory.addr(), true));
  CHECK(memory[0] == 'a');
}

}  // namespace

TEST_CASE("munlockall 1-1: nothing that is mapped later would be locked, with it or without") {
  refuses_to_unlock();
  const pages after{page_size()};
  CHECK(seems_locked(after.addr(), false));
}

TEST_CASE("munlockall 2-1: other processes have nothing to fear of it") {
  refuses_to_unlock();
  CHECK(in_other_process("lock", "") == 0);
}

TEST_CASE("munlockall 3-1: it unlocks nothing") { refuses_to_unlock(); }

TEST_CASE("munlockall 4-1: the content stays") { refuses_to_unlock(); }

TEST_CASE("munlockall 5-1: it never succeeds") {
  CHECK(code_of([](std::error_code& error) { munlockall(error); }));
  refuses_to_unlock();
}

TEST_CASE("munlockall 6-1: it is not on this system, and says so") {
  CHECK_FALSE(supported(call::munlockall));
  CHECK_FALSE(supported(call::mlockall));
  CHECK(caught([] { munlockall(); }).operation() == "munlockall");
  refuses_to_unlock();
}
