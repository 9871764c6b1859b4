// mmap 5, 6: what the memory may be used for.
#include "conformance.hpp"
#include "system.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;

TEST_CASE("mmap 5-1: no protection, or any of read, write and exec together, is what the memory has") {
  const test_file file{support::pattern(page_size())};
  for (const auto protection : every_protection) {
    CAPTURE(protection);
    // Windows lets a view run only what was opened to be run: that is not asked of the plain handle.
    const bool of_file = !on_windows() || !has(protection, may_exec);
    for (const auto flags : {private_anonymous, mmap_flag::private_, mmap_flag::shared}) {
      const bool anonymous = has(flags, mmap_flag::anonymous);
      if (!anonymous && !of_file) continue;
      const pages memory{page_size(), protection, flags, anonymous ? no_handle : file.handle()};
      CHECK(support::is_mapped(memory.addr()));
      if (has(protection, may_read)) CHECK(reading(memory.addr()) == fault::none);
      CHECK((writing(memory.addr()) == fault::none) == has(protection, may_write));
      if (protection == no_access) CHECK(reading(memory.addr()) != fault::none);
    }
  }
}

TEST_CASE("mmap 6-1: a store to a shared mapping without write is a fault") {
  const test_file file{support::pattern(page_size())};
  const pages memory{page_size(), may_read, mmap_flag::shared, file.handle()};
  CHECK(reading(memory.addr()) == fault::none);
  CHECK(writing(memory.addr()) == fault::access);
  CHECK(file.content() == support::pattern(page_size()));
}

TEST_CASE("mmap 6-2: a load from memory without access is a fault") {
  const test_file file{support::pattern(page_size())};
  const pages memory{page_size(), no_access, mmap_flag::shared, file.handle()};
  CHECK(reading(memory.addr()) == fault::access);
  const pages anonymous{page_size(), no_access};
  CHECK(reading(anonymous.addr()) == fault::access);
}

TEST_CASE("mmap 6-3: a store to memory without access is a fault") {
  const test_file file{support::pattern(page_size())};
  const pages memory{page_size(), no_access, mmap_flag::shared, file.handle()};
  CHECK(writing(memory.addr()) == fault::access);
  const pages anonymous{page_size(), no_access};
  CHECK(writing(anonymous.addr()) == fault::access);
}

TEST_CASE("mmap 6-4: a file that is not open for reading cannot be mapped, whatever the protection") {
  const test_file file{"content"};
  const auto handle = open_write_only(file.path().string());
  for (const auto protection : {no_access, may_read, may_write})
    for (const auto flags : {mmap_flag::shared, mmap_flag::private_}) {
      CAPTURE(protection);
      CHECK(caught([&] { return mmap(nullptr, 7, protection, flags, handle, 0); }).code() ==
            std::errc::permission_denied);
    }
  close_file(handle);
}

TEST_CASE("mmap 6-5: a file that is open for reading alone can be mapped private and writable") {
  const test_file file{"content", support::file_access::read};
  const pages memory{7, support::read_write, mmap_flag::private_, file.handle()};
  memory[0] = 'C';
  CHECK(memory.text(0, 7) == "Content");
  CHECK(file.content() == "content");
}

TEST_CASE("mmap 6-6: a file that is open for reading alone cannot be mapped shared and writable") {
  const test_file file{"content", support::file_access::read};
  for (const auto protection : {may_write, support::read_write})
    CHECK(caught([&] { return mmap(nullptr, 7, protection, mmap_flag::shared, file.handle(), 0); }).code() ==
          std::errc::permission_denied);
}

TEST_CASE("mmap 6-7: none, read, write, and read with write are on every system") {
  for (const auto protection : {no_access, may_read, may_write, support::read_write}) {
    CAPTURE(protection);
    CHECK(supported(protection));
    const pages memory{page_size(), protection};
    CHECK((writing(memory.addr()) == fault::none) == has(protection, may_write));
  }
}
