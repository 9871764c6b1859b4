// mmap: what Windows has no fixed places, no fork and no mlockall for, and what it does instead.
#include <vector>

#include "../conformance.hpp"
#include "../system.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;

namespace {

// A fixed address must be refused by name, and leave what is there.
void refuses_fixed(mmap_flag sharing, native_handle file) {
  const pages memory{2 * allocation_granularity()};
  memory[0] = 'a';
  refused([&] { return mmap(memory.addr(), page_size(), support::read_write, sharing | mmap_flag::fixed, file, 0); });
  CHECK(memory[0] == 'a');
}

void refuses_mlockall(mlockall_flag flags) {
  refused([&] { mlockall(flags); });
  const pages memory{page_size()};
  CHECK(writing(memory.addr()) == fault::none);
}

}  // namespace

TEST_CASE("mmap 3-1: nothing takes the place of a mapping: fixed is refused") {
  const test_file file{support::pattern(page_size())};
  refuses_fixed(mmap_flag::shared, file.handle());
}

TEST_CASE("mmap 7-7: there is no fork that could keep a mapping shared, and nothing to say of it") {
  const pages memory{page_size(), support::read_write, shared_anonymous};
  refused([&] { minherit(memory.addr(), page_size(), inherit::share); });
}

TEST_CASE("mmap 7-8: there is no fork that could keep a mapping private, and nothing to say of it") {
  const pages memory{page_size()};
  refused([&] { minherit(memory.addr(), page_size(), inherit::copy); });
}

TEST_CASE("mmap 9-1: the address is exactly the one given with no_replace: fixed is refused") {
  auto* const addr = support::free_addresses(4 * allocation_granularity()) + allocation_granularity();
  const pages memory{page_size(), support::read_write, private_anonymous | mmap_flag::no_replace, no_handle, 0, addr};
  CHECK(memory.addr() == addr);
  refuses_fixed(private_anonymous, no_handle);
}

TEST_CASE("mmap 9-2: no mapping in the range gives way: no_replace fails where there is one") {
  const pages memory{2 * allocation_granularity()};
  memory[allocation_granularity()] = 'a';
  CHECK(caught([&] {
          return mmap(memory.addr(allocation_granularity()), page_size(), support::read_write,
                      private_anonymous | mmap_flag::no_replace, no_handle, 0);
        }).code() == std::errc::file_exists);
  CHECK(memory[allocation_granularity()] == 'a');
  refuses_fixed(private_anonymous, no_handle);
}

TEST_CASE("mmap 13-1: using a mapping leaves what the file holds, and its time of writing") {
  const test_file file{"content"};
  const auto before = std::filesystem::last_write_time(file.path());
  const pages memory{7, protection_flag::read, mmap_flag::shared, file.handle()};
  CHECK(memory[0] == 'c');
  CHECK(std::filesystem::last_write_time(file.path()) == before);
}

TEST_CASE("mmap 14-1: a store to a shared mapping is in the file by the next msync, which is not older than it was") {
  const test_file file{"content"};
  const auto memory = mmap(file.path(), support::shared_writable());
  const auto before = std::filesystem::last_write_time(file.path());
  support::bytes(memory)[0] = std::byte{'C'};
  msync(memory.addr, memory.fd, memory.size);
  CHECK(file.content() == "Content");
  CHECK(std::filesystem::last_write_time(file.path()) >= before);
  munmap(memory);
}

TEST_CASE("mmap 18-1: there is no mlockall that could make a mapping fail for now") {
  refuses_mlockall(mlockall_flag::future);
}

TEST_CASE("mmap 22-1: mappings are not counted: thousands of one file are no error") {
  const test_file file{support::pattern(page_size())};
  std::vector<void*> made;
  for (int i = 0; i < 3000; ++i)
    made.push_back(mmap(nullptr, page_size(), protection_flag::read, mmap_flag::shared, file.handle(), 0));
  CHECK(support::text(made.front(), page_size()) == support::pattern(page_size()));
  CHECK(support::text(made.back(), page_size()) == support::pattern(page_size()));
  for (auto* const memory : made) munmap(memory, page_size());
}

TEST_CASE("mmap 25-1: there is no mlockall that could make a mapping fail for lack of memory") {
  refuses_mlockall(mlockall_flag::current | mlockall_flag::future);
}

TEST_CASE("mmap 29-1: an ordered place and a range that the file does not have is refused") {
  const test_file file{support::pattern(page_size())};
  auto* const addr = support::free_addresses(4 * allocation_granularity());
  CHECK_THROWS_AS(static_cast<void>(mmap(addr, 2 * page_size(), support::read_write,
                                         mmap_flag::shared | mmap_flag::no_replace, file.handle(), 0)),
                  mmap_error);
  CHECK_FALSE(support::is_mapped(addr));
  refuses_fixed(mmap_flag::shared, file.handle());
}
