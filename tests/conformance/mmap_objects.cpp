// mmap 1, 2, 4, 8, 10, 12: what is mapped, and where.
#include "conformance.hpp"
#include "system.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;

TEST_CASE("mmap 1-1: the bytes of a file from the offset on are at the address") {
  const auto unit = allocation_granularity();
  const auto content = support::pattern(3 * unit);
  const test_file file{content};
  const pages memory{unit + 100, protection_flag::read, mmap_flag::shared, file.handle(), unit};
  CHECK(memory.text(0, unit + 100) == std::string_view{content}.substr(unit, unit + 100));
}

TEST_CASE("mmap 1-2: the bytes of shared memory are at the address") {
  const shared_object object{2 * allocation_granularity()};
  const pages first{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  const pages second{page_size(), support::read_write, mmap_flag::shared, object.handle.get(),
                     allocation_granularity()};
  const pages whole{2 * allocation_granularity(), protection_flag::read, mmap_flag::shared, object.handle.get()};
  first[7] = 'a';
  second[8] = 'b';
  CHECK(whole[7] == 'a');
  CHECK(whole[allocation_granularity() + 8] == 'b');
}

TEST_CASE("mmap 2-1: typed memory that mmap would allocate from is on no system") {
  for (const auto how : {typed_memory_flag::allocate, typed_memory_flag::allocate_contig})
    refused([&] { return posix_typed_mem_open("/typed", support::open_read_write, how); });
}

TEST_CASE("mmap 4-1: regular files and shared memory can be mapped, typed memory is on no system") {
  const test_file file{"content"};
  const shared_object object{page_size()};
  for (const auto flags : {mmap_flag::shared, mmap_flag::private_}) {
    const pages of_file{7, support::read_write, flags, file.handle()};
    const pages of_object{page_size(), support::read_write, flags, object.handle.get()};
    CHECK(of_file.text(0, 7) == "content");
    CHECK(of_object[page_size() - 1] == '\0');
  }
  CHECK(caught([] { return posix_mem_offset(nullptr, 1); }).code() == std::errc::operation_not_supported);
}

TEST_CASE("mmap 8-1: memory that mmap would take from a typed pool is on no system") {
  refused([] { return posix_typed_mem_open("/typed", support::open_read_write, typed_memory_flag::map_allocatable); });
  CHECK(caught([] { return posix_typed_mem_get_info(no_handle); }).code() == std::errc::operation_not_supported);
}

TEST_CASE("mmap 10-1: where the system chooses, it never chooses address 0") {
  const test_file file{support::pattern(1024)};
  for (int i = 0; i < 1000; ++i) {
    const pages memory{1024, protection_flag::read, mmap_flag::shared, file.handle()};
    REQUIRE(memory.addr() != nullptr);
  }
}

TEST_CASE("mmap 10-2: where the system chooses, nothing that is mapped gives way") {
  const pages before{page_size()};
  before[0] = 'a';
  const pages here{page_size(), support::read_write, private_anonymous, no_handle, 0, before.addr()};
  CHECK(here.addr() != before.addr());
  CHECK(before[0] == 'a');
  CHECK(here[0] == '\0');
}

TEST_CASE("mmap 10-3: an address is a suggestion that is taken while it is free") {
  void* const addr = support::free_addresses(4 * allocation_granularity());
  const pages memory{page_size(), support::read_write, private_anonymous, no_handle, 0, addr};
  CHECK(memory.addr() == addr);
}

TEST_CASE("mmap 10-4: two mappings never overlap") {
  const pages first{5 * page_size()};
  const pages second{5 * page_size()};
  const auto* const a = static_cast<const char*>(first.addr());
  const auto* const b = static_cast<const char*>(second.addr());
  CHECK((a + first.length() <= b || b + second.length() <= a));
}

TEST_CASE("mmap 12-1: closing the file leaves the mapping, and the mapping the file") {
  const auto content = support::pattern(10'000);
  test_file file{content};
  const pages memory{content.size(), support::read_write, mmap_flag::shared, file.handle()};
  file.close();
  CHECK(memory.text(0, content.size()) == content);
  memory[0] = 'J';
  const test_file other{"x"};  // may get the number that was closed
  CHECK(memory[0] == 'J');
  CHECK(file.content()[0] == 'J');
}

TEST_CASE("mmap 12-2: shared memory lives while it is mapped, though every handle to it is closed") {
  shared_object object{page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  const pages other{page_size(), protection_flag::read, mmap_flag::shared, object.handle.get()};
  object.handle.close();
  memory[0] = 'a';
  CHECK(other[0] == 'a');
  // Windows takes the name away with the last handle.
  CHECK(opening(object.name) == (on_windows() ? std::errc::no_such_file_or_directory : std::errc{}));
}
