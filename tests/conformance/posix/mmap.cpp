// mmap: fixed places, times, fork, and limits.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "../system.hpp"
#include "child.hpp"

using namespace mmapkit;
using namespace conformance;

namespace {

constexpr auto fixed = mmap_flag::fixed;

void* map_fixed(void* addr, std::size_t length, native_handle file, std::error_code& error) {
  return mmap(addr, length, protection_flag::read, mmap_flag::shared | fixed, file, 0, error);
}

}  // namespace

TEST_CASE("mmap 3-1: a mapping at a fixed address takes the place of what was there, in whole pages") {
  const test_file file{support::pattern(page_size())};
  const pages memory{3 * page_size()};
  for (std::size_t i = 0; i < memory.length(); i += page_size()) memory[i] = 'a';
  CHECK(mmap(memory.addr(page_size()), 1, protection_flag::read, mmap_flag::shared | fixed, file.handle(), 0) ==
        memory.addr(page_size()));
  CHECK(memory[0] == 'a');
  CHECK(memory.text(page_size(), page_size()) == support::pattern(page_size()));
  CHECK(memory[2 * page_size()] == 'a');
  CHECK(writing(memory.addr(page_size())) == fault::access);
  CHECK(writing(memory.addr(2 * page_size())) == fault::none);
}

TEST_CASE("mmap 7-7: a mapping that is shared is so in a child process") {
  const test_file file{"content"};
  for (const bool anonymous : {true, false}) {
    const pages memory{7, support::read_write, anonymous ? shared_anonymous : mmap_flag::shared,
                       anonymous ? no_handle : file.handle()};
    holds_in_child("fork", [&] {
      memory[0] = 'x';
      return 0;
    });
    CHECK(memory[0] == 'x');
  }
  CHECK(file.content() == "xontent");
}

TEST_CASE("mmap 7-8: a mapping that is private is so in a child process, both ways") {
  const test_file file{"content"};
  for (const bool anonymous : {true, false}) {
    const pages memory{7, support::read_write, anonymous ? private_anonymous : mmap_flag::private_,
                       anonymous ? no_handle : file.handle()};
    memory[1] = 'b';
    holds_in_child("fork", [&] {
      if (memory[1] != 'b') return 1;
      memory[1] = 'x';
      return 0;
    });
    CHECK(memory[1] == 'b');
  }
  CHECK(file.content() == "content");
}

TEST_CASE("mmap 9-1: with fixed the address is exactly the one given") {
  auto* const addr = support::free_addresses(4 * page_size()) + page_size();
  const pages memory{2 * page_size(), support::read_write, private_anonymous | fixed, no_handle, 0, addr};
  CHECK(memory.addr() == addr);
}

TEST_CASE("mmap 9-2: with fixed every mapping in the range gives way, of whatever kind and however many") {
  const test_file file{support::pattern(page_size())};
  const pages memory{4 * page_size()};
  std::error_code error;
  CHECK(map_fixed(memory.addr(), page_size(), file.handle(), error) == memory.addr());
  mprotect(memory.addr(page_size()), page_size(), protection_flag::none);
  memory[2 * page_size()] = 'a';
  CHECK(mmap(memory.addr(), 3 * page_size(), support::read_write, private_anonymous | fixed, no_handle, 0) ==
        memory.addr());
  CHECK(memory.text(0, 3 * page_size()) == std::string(3 * page_size(), '\0'));
  CHECK(writing(memory.addr(page_size())) == fault::none);
}

namespace {

// Long ago, but for the change of that, which is now.
void age(const std::filesystem::path& path) {
  const timespec past[2] = {{1'000'000'000, 0}, {1'000'000'000, 0}};
  REQUIRE(::utimensat(AT_FDCWD, path.c_str(), past, 0) == 0);
}

struct stat status_of(const std::filesystem::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status;
}

}  // namespace

TEST_CASE("mmap 13-1: using a mapping marks the file as accessed, as reading the file does") {
  const test_file mapped_one{"content"};
  const test_file read_one{"content"};
  age(mapped_one.path());
  age(read_one.path());
  const auto accessed = [](const test_file& file) { return status_of(file.path()).st_atime != 1'000'000'000; };
  CHECK_FALSE(accessed(mapped_one));
  pages memory{7, protection_flag::read, mmap_flag::shared, mapped_one.handle()};
  CHECK(memory[0] == 'c');
  memory.unmap();
  CHECK(read_one.content() == "content");
  // Neither where the file system was told to keep no such times.
  CHECK(accessed(mapped_one) == accessed(read_one));
}

TEST_CASE("mmap 14-1: a store to a shared mapping marks the file as changed by the next msync") {
  for (const auto flags : {msync_flag::sync, msync_flag::async}) {
    const test_file file{"content"};
    if (support::file_system(file.path()) == "fuse") {
      MESSAGE("FUSE leaves the times of a file to its program");
      return;
    }
    const pages memory{7, support::read_write, mmap_flag::shared, file.handle()};
    age(file.path());
    const auto before = status_of(file.path());
    memory[0] = 'C';
    msync(memory.addr(), 7, flags);
    const auto after = status_of(file.path());
    CHECK(after.st_mtime > before.st_mtime);
    CHECK(after.st_ctime >= before.st_ctime);
    CHECK(after.st_ctime >= after.st_mtime);
  }
}

TEST_CASE("mmap 18-1: what mlockall would lock and the limit does not allow is to be tried again later") {
  holds_in_child("a limit of locked memory", [] {
    if (support::emulated || !limit(RLIMIT_MEMLOCK, 16 * page_size()) || !become_nobody()) return untried;
    std::error_code error;
    mlockall(mlockall_flag::future, error);
    if (error) return 1;
    return mapping_anonymous(64 * page_size()) == std::errc::resource_unavailable_try_again ? 0 : 2;
  });
}

namespace {

// The most mappings that the system allows a process, where it says so.
std::size_t most_mappings() {
  std::size_t most = 65'530;
  if (auto* const file = std::fopen("/proc/sys/vm/max_map_count", "r")) {
    if (std::fscanf(file, "%zu", &most) != 1) most = 65'530;
    std::fclose(file);
  }
  return most;
}

}  // namespace

TEST_CASE("mmap 22-1: more mappings than the system allows are refused, and those before stand") {
  const auto most = most_mappings();
  // Every other page is a mapping of its own; a process of 32 bits has no room for many more.
  if (most > 200'000) {
    as_untried("a limit of mappings that is within reach");
    return;
  }
  holds_in_child("a limit of mappings", [most] {
    const auto unit = page_size();
    std::error_code error;
    auto* const place = static_cast<char*>(
        mmap(nullptr, (most + 2) * unit, protection_flag::none, private_anonymous, no_handle, 0, error));
    if (error) return untried;
    std::size_t made = 0;
    for (; made < most / 2 + 1 && !error; ++made)
      static_cast<void>(
          mmap(place + made * 2 * unit, unit, protection_flag::read, private_anonymous | fixed, no_handle, 0, error));
    // POSIX says EMFILE, Linux ENOMEM.
    if (error != std::errc::too_many_files_open && error != std::errc::not_enough_memory) return 1;
    if (made < most / 4) return 2;
    for (std::size_t i = 0; i + 1 < made; ++i)
      if (place[i * 2 * unit] != '\0') return 3;
    return 0;
  });
}

TEST_CASE("mmap 25-1: what mlockall would lock and the system cannot supply is out of memory") {
  holds_in_child("mlockall", [] {
    std::error_code error;
    mlockall(mlockall_flag::future, error);
    if (error) return untried;
    return mapping_anonymous(beyond_address_space()) == std::errc::not_enough_memory ? 0 : 2;
  });
}

TEST_CASE("mmap 29-1: a fixed mapping beyond what the object has is a fault there, and nowhere else") {
  const test_file file{support::pattern(page_size())};
  const pages memory{4 * page_size()};
  memory[3 * page_size()] = 'a';
  std::error_code error;
  CHECK(map_fixed(memory.addr(), 2 * page_size(), file.handle(), error) == memory.addr());
  CHECK(reading(memory.addr()) == fault::none);
  CHECK(reading(memory.addr(page_size())) == fault::object);
  CHECK(memory[3 * page_size()] == 'a');
  const auto code = code_of([&](std::error_code& why) {
    CHECK(mmap(memory.addr(), page_size(), protection_flag::read, mmap_flag::shared | fixed, file.handle(),
               (std::uint64_t{1} << 63) - page_size(), why) == nullptr);
  });
  CHECK((code == std::errc::value_too_large || code == std::errc::no_such_device_or_address));
}
