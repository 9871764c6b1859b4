// mprotect and msync of Windows.
#include "../conformance.hpp"
#include "../system.hpp"

using namespace mmapkit;
using namespace conformance;

TEST_CASE("mprotect 11-1: write for private memory asks for nothing new: it was all taken when it was mapped") {
  const pages memory{64 << 20, protection_flag::read};
  CHECK_FALSE(
      code_of([&](std::error_code& error) { mprotect(memory.addr(), memory.length(), support::read_write, error); }));
  CHECK(writing(memory.addr(memory.length() - 1)) == fault::none);
}

TEST_CASE("mprotect 13-2: another process has protections of its own") {
  const shared_object object{page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  mprotect(memory.addr(), page_size(), protection_flag::read);
  CHECK(in_other_process("store in object", object.name.text()) == 0);
  CHECK(memory[0] == 'x');
  CHECK(writing(memory.addr()) == fault::access);
}

TEST_CASE("msync 5-1: mappings need no call to see each other: invalidate is refused") {
  const test_file file{"content"};
  const pages memory{7, support::read_write, mmap_flag::shared, file.handle()};
  refused([&] { msync(memory.addr(), 7, msync_flag::async | msync_flag::invalidate); });
  const pages other{7, support::read_write, mmap_flag::shared, file.handle()};
  other[0] = 'C';
  CHECK(memory[0] == 'C');
}

TEST_CASE("msync 10-1: a store never makes the file older, and is in it") {
  const test_file file{"content"};
  const auto memory = mmap(file.path(), support::shared_writable());
  const auto before = std::filesystem::last_write_time(file.path());
  support::bytes(memory)[0] = std::byte{'C'};
  msync(memory.addr, memory.fd, memory.size);
  CHECK(std::filesystem::last_write_time(file.path()) >= before);
  CHECK(file.content() == "Content");
  munmap(memory);
}

TEST_CASE("msync 13-1: what is locked cannot be invalidated, as nothing can, and can be written") {
  const test_file file{"content"};
  const auto memory = mmap(file.path(), support::shared_writable());
  support::bytes(memory)[0] = std::byte{'C'};
  mlock(memory.addr, memory.size);
  refused([&] { msync(memory.addr, memory.fd, memory.size, msync_flag::sync | msync_flag::invalidate); });
  msync(memory.addr, memory.fd, memory.size);
  CHECK(file.content() == "Content");
  munlock(memory.addr, memory.size);
  munmap(memory);
}
