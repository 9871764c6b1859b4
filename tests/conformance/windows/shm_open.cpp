// shm_open of Windows: sections have no permissions but the user's, no truncation, and no life without a handle.
#define WIN32_LEAN_AND_MEAN
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include <atomic>
#include <thread>
#include <vector>

#include "../conformance.hpp"
#include "../system.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;
using support::open_read_write;

namespace {

constexpr auto create = open_read_write | open_flag::create;

// Permissions other than the user's own are refused, and nothing is made.
void refuses_mode(unsigned mode) {
  const object_name name;
  refused([&] { return shm_open(name, create_exclusively, mode, page_size()); });
  CHECK(opening(name) == std::errc::no_such_file_or_directory);
}

// What exists keeps its size and content.
void refuses_truncate(open_flag more = {}) {
  const shared_object object{page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  memory[0] = 'a';
  refused([&] { return shm_open(object.name, open_read_write | open_flag::truncate | more, 0600, page_size()); });
  CHECK(memory[0] == 'a');
}

}  // namespace

TEST_CASE("shm_open 8-1: handles have no order: each is one that was not open") {
  const shared_object object{page_size()};
  const object_handle first{object.name};
  const object_handle second{object.name};
  CHECK(first.get() != second.get());
  CHECK(first.get() != object.handle.get());
}

TEST_CASE("shm_open 16-1: new memory belongs to the user who made it: other permissions are refused") {
  refuses_mode(0666);
}

TEST_CASE("shm_open 17-1: new memory belongs to no group: permissions for one are refused") { refuses_mode(0660); }

TEST_CASE("shm_open 18-1: the permissions are the user's: every other mode is refused") {
  for (const auto mode : {0U, 0400U, 0644U, 0666U, 0777U}) refuses_mode(mode);
  const object_name name;
  CHECK_FALSE(opening(name, create_exclusively, 0600, page_size()));
}

TEST_CASE("shm_open 19-1: bits of the mode beyond the permissions are refused") {
  const object_name name;
  CHECK(support::caught([&] { static_cast<void>(shm_open(name, create_exclusively, 04600, page_size())); }).code() ==
        std::errc::invalid_argument);
}

TEST_CASE("shm_open 20-1: memory without permission to write is refused") { refuses_mode(0400); }

TEST_CASE("shm_open 20-2: memory that all may use is refused") { refuses_mode(0777); }

TEST_CASE("shm_open 20-3: memory without permission to read is refused") { refuses_mode(0); }

TEST_CASE("shm_open 23-1: of threads that create the same name at once, one succeeds") {
  for (int round = 0; round < 25; ++round) {
    const object_name name;
    std::atomic<int> winners = 0;
    std::atomic<int> others = 0;
    std::atomic<bool> open = false;
    std::atomic<int> done = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        while (!open) std::this_thread::yield();
        std::error_code error;
        const auto handle = shm_open(name, create_exclusively, 0600, page_size(), error);
        ++(error ? others : winners);
        ++done;
        while (done != 4) std::this_thread::yield();  // or the name would be free again
        if (!error) close_file(handle, error);
      });
    open = true;
    for (auto& thread : threads) thread.join();
    REQUIRE(winners == 1);
    REQUIRE(others == 3);
  }
}

TEST_CASE("shm_open 25-1: a section keeps its size: truncate is refused") { refuses_truncate(); }

TEST_CASE("shm_open 26-1: truncate changes no permission: it is refused") { refuses_truncate(open_flag::create); }

TEST_CASE("shm_open 26-2: truncate changes no owner: it is refused") { refuses_truncate(); }

TEST_CASE("shm_open 28-1: memory and its content are gone with the last handle and mapping") {
  shared_object object{page_size()};
  object.handle.close();
  CHECK(opening(object.name) == std::errc::no_such_file_or_directory);
  refused([&] { shm_unlink(object.name); });
}

TEST_CASE("shm_open 28-2: memory and its content end with the process that made it") {
  const object_name name;
  CHECK(in_other_process("create object", name.text()) == 0);
  CHECK(opening(name) == std::errc::no_such_file_or_directory);
  refused([&] { shm_unlink(name); });
}

TEST_CASE("shm_open 28-3: memory stays while it is open or mapped, its name while it is open") {
  shared_object object{page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  object_handle other{object.name};
  memory[0] = 'a';
  object.handle.close();
  const pages same{page_size(), protection_flag::read, mmap_flag::shared, other.get()};
  CHECK(same[0] == 'a');
  other.close();
  CHECK(opening(object.name) == std::errc::no_such_file_or_directory);
  memory[0] = 'b';
  CHECK(same[0] == 'b');
}

TEST_CASE("shm_open 30-1: a handle that was closed may be given again") {
  const shared_object object{page_size()};
  const auto before = support::open_files();
  for (int i = 0; i < 100; ++i) CHECK_FALSE(opening(object.name));
  CHECK(support::open_files() == before);
}

TEST_CASE("shm_open 32-1: memory that denies anything to its user is refused") { refuses_mode(0400); }

TEST_CASE("shm_open 33-1: a name that is no memory's is denied to it") {
  const object_name name;
  const auto event_name = "Local\\" + name.text().substr(1);
  const HANDLE event = CreateEventA(nullptr, FALSE, FALSE, event_name.c_str());
  REQUIRE(event != nullptr);
  CHECK(opening(name, create, 0600, page_size()));
  CloseHandle(event);
  CHECK_FALSE(opening(name, create, 0600, page_size()));
}

TEST_CASE("shm_open 34-1: truncate is refused whatever may be written") { refuses_truncate(open_flag::create); }

TEST_CASE("shm_open 36-1: what is queued for the thread does not break it off") {
  static int ran = 0;
  for (int i = 0; i < 100; ++i) {
    REQUIRE(QueueUserAPC([](ULONG_PTR) { ++ran; }, GetCurrentThread(), 0) != 0);
    const object_name name;
    REQUIRE_FALSE(opening(name, create, 0600, page_size()));
  }
  SleepEx(0, TRUE);
  CHECK(ran == 100);
}

TEST_CASE("shm_open 38-1: handles are not counted: thousands are no error") {
  const shared_object object{page_size()};
  std::vector<native_handle> handles;
  for (int i = 0; i < 3000; ++i) handles.push_back(shm_open(object.name, open_read_write));
  for (const auto handle : handles) close_file(handle);
}

TEST_CASE("shm_open 42-1: more memory than the system can give is an error, and nothing is made") {
  const object_name name;
  CHECK(opening(name, create_exclusively, 0600, std::uint64_t{1} << 60));
  CHECK(opening(name) == std::errc::no_such_file_or_directory);
}

namespace {

// A name stays as long as what has it.
void refuses_unlink() {
  const shared_object object{page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  memory[0] = 'a';
  refused([&] { shm_unlink(object.name); });
  const object_handle again{object.name};
  const pages same{page_size(), protection_flag::read, mmap_flag::shared, again.get()};
  CHECK(same[0] == 'a');
}

}  // namespace

TEST_CASE("shm_unlink 1-1: the name stays") { refuses_unlink(); }

TEST_CASE("shm_unlink 2-1: the name stays while the memory is open and mapped") { refuses_unlink(); }

TEST_CASE("shm_unlink 3-1: the content stays until the last handle and the last mapping are gone") {
  refuses_unlink();
  shared_object object{page_size()};
  object.handle.close();
  CHECK(opening(object.name) == std::errc::no_such_file_or_directory);
}

TEST_CASE("shm_unlink 4-1: the name can be opened while the memory lives") { refuses_unlink(); }

TEST_CASE("shm_unlink 5-1: with create the name is that of the memory that lives, and new memory after it") {
  refuses_unlink();
  const object_name name;
  {
    const object_handle first{name, create, 0600, page_size()};
    const pages memory{page_size(), support::read_write, mmap_flag::shared, first.get()};
    memory[0] = 'a';
  }
  const object_handle second{name, create, 0600, page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, second.get()};
  CHECK(memory[0] == '\0');
}

TEST_CASE("shm_unlink 6-1: it never succeeds") {
  CHECK_FALSE(supported(call::shm_unlink));
  refuses_unlink();
}

TEST_CASE("shm_unlink 7-1: the refusal is thrown with the call's name") {
  CHECK(caught([] { shm_unlink("/anything"); }).operation() == "shm_unlink");
  refuses_unlink();
}

TEST_CASE("shm_unlink 8-1: the refusal changes nothing of the memory") { refuses_unlink(); }

TEST_CASE("shm_unlink 9-1: no permission would help") { refuses_unlink(); }

TEST_CASE("shm_unlink 10-1: a name longer than any path is refused as any other") {
  refused([] { shm_unlink("/" + std::string(10'000, 'a')); });
}

TEST_CASE("shm_unlink 10-2: a name longer than any file's is refused as any other") {
  refused([] { shm_unlink("/" + std::string(256, 'a')); });
}

TEST_CASE("shm_unlink 11-1: a name that nothing has is refused as any other") {
  const object_name name;
  refused([&] { shm_unlink(name); });
}
