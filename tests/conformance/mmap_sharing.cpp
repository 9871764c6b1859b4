// mmap 7: whom a store reaches. Across fork: posix/mmap.cpp.
#include "conformance.hpp"
#include "system.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;

TEST_CASE("mmap 7-1: a store to a shared mapping changes the file, for all that map or read it") {
  const test_file file{"hello world"};
  pages memory{11, support::read_write, mmap_flag::shared, file.handle()};
  const pages other{11, protection_flag::read, mmap_flag::shared, file.handle()};
  memory[0] = 'J';
  CHECK(other.text(0, 11) == "Jello world");
  CHECK(file.content() == "Jello world");
  memory.unmap();
  CHECK(file.content() == "Jello world");
  const pages again{11, protection_flag::read, mmap_flag::private_, file.handle()};
  CHECK(again.text(0, 11) == "Jello world");
}

TEST_CASE("mmap 7-2: a store to a private mapping changes neither the file nor another mapping, though it is synced") {
  const test_file file{"hello world"};
  pages memory{11, support::read_write, mmap_flag::private_, file.handle()};
  const pages other{11, protection_flag::read, mmap_flag::shared, file.handle()};
  memory[0] = 'J';
  msync(memory.addr(), 11, msync_flag::sync);
  CHECK(memory.text(0, 11) == "Jello world");
  CHECK(other.text(0, 11) == "hello world");
  memory.unmap();
  CHECK(file.content() == "hello world");
  const pages again{11, protection_flag::read, mmap_flag::private_, file.handle()};
  CHECK(again.text(0, 11) == "hello world");
}

TEST_CASE("mmap 7-3: a store by another process to shared memory is seen here") {
  const shared_object object{page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  CHECK(in_other_process("store in object", object.name.text()) == 0);
  CHECK(memory[0] == 'x');
}

TEST_CASE("mmap 7-4: a store to shared memory is seen by a private mapping that is made afterwards") {
  const shared_object object{page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  memory[0] = 'a';
  const pages copy{page_size(), support::read_write, mmap_flag::private_, object.handle.get()};
  CHECK(copy[0] == 'a');
  copy[0] = 'b';
  CHECK(memory[0] == 'a');
}

TEST_CASE("mmap 7-5: a store to a private mapping is not seen by another process") {
  const test_file file{"hello world"};
  const pages memory{11, support::read_write, mmap_flag::private_, file.handle()};
  memory[0] = 'x';
  CHECK(in_other_process("file begins with x", file.path().string()) == 1);
  const pages shared{11, support::read_write, mmap_flag::shared, file.handle()};
  shared[0] = 'x';
  CHECK(in_other_process("file begins with x", file.path().string()) == 0);
}

TEST_CASE("mmap 7-6: private and shared are not for one mapping") {
  const test_file file{"content"};
  for (const auto protection : {protection_flag::read, support::read_write})
    CHECK(caught([&] {
            return mmap(nullptr, 7, protection, mmap_flag::private_ | mmap_flag::shared, file.handle(), 0);
          }).code() == std::errc::invalid_argument);
}
