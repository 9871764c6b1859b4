// The POSIX signatures take what the kernel takes.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <limits>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

constexpr auto anonymous = mmap_flag::private_ | mmap_flag::anonymous;
constexpr auto last_offset = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

}  // namespace

TEST_CASE("a fixed mapping at address 0 is the system's to allow, as it allows the native call") {
  if (support::emulated || support::thread_sanitizer) return;  // they map nothing there
  for (const auto order : {mmap_flag::fixed, mmap_flag::no_replace}) {
    const auto told = support::told_by_child([&]() -> std::string {
      const int native = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
      const bool allowed = ::mmap(nullptr, page_size(), PROT_NONE, native, -1, 0) != MAP_FAILED;
      const int code = allowed ? 0 : errno;
      if (allowed) ::munmap(nullptr, page_size());
      std::error_code error;
      void* const at = mmap(nullptr, page_size(), protection_flag::none, anonymous | order, no_handle, 0, error);
      if (at != nullptr) return "another address";
      if (error.value() != code) return error.message();
      return support::is_mapped(nullptr) == allowed ? "the same" : "nothing is there";
    });
    CHECK(told == "the same");
  }
}

TEST_CASE("populate without access is no contradiction of the call, and populates nothing") {
  void* const memory = mmap(nullptr, page_size(), protection_flag::none, anonymous | mmap_flag::populate, no_handle, 0);
  CHECK_FALSE(support::readable(memory));
  ::munmap(memory, page_size());
}

TEST_CASE("a length that cannot be mapped is a lack of memory") {
  constexpr auto most = std::numeric_limits<std::size_t>::max();
  for (const auto length : {most, most / 8 * 7, most - 2 * page_size()})
    CHECK(caught([&] { return mmap(nullptr, length, protection_flag::read, anonymous, no_handle, 0); }).code() ==
          std::errc::not_enough_memory);
}

TEST_CASE("a range that wraps around the address space is one that is not mapped") {
  mapping memory{support::anonymous(page_size())};
  auto* const addr = memory.data();
  constexpr auto most = std::numeric_limits<std::size_t>::max();
  const auto code = [](auto act) { return caught(act).code(); };
  CHECK(code([&] { mmapkit::mlock(static_cast<void*>(addr), most); }) == std::errc::not_enough_memory);
  CHECK(code([&] { mmapkit::munlock(static_cast<void*>(addr), most); }) == std::errc::not_enough_memory);
  CHECK(code([&] { mprotect(addr, most, protection_flag::read); }) == std::errc::not_enough_memory);
  CHECK(code([&] { msync(static_cast<void*>(addr), most, msync_flag::sync); }) == std::errc::not_enough_memory);
  memory.writable_bytes()[0] = std::byte{1};  // its protection is as it was
}

TEST_CASE("advice for a file may reach to the end of the offsets and beyond") {
  const scratch folder;
  const support::plain_file file{folder.file("data.bin", std::string(100, 'x')), support::file_access::read};
  for (const auto offset : {std::uint64_t{0}, std::uint64_t{4096}, last_offset}) {
    posix_fadvise(file.get(), offset, last_offset, file_advice::will_need);
    CHECK(::posix_fadvise(file.get(), static_cast<off_t>(offset), static_cast<off_t>(last_offset),
                          POSIX_FADV_WILLNEED) == 0);
    read_ahead(file.get(), offset, last_offset);
  }
  CHECK(caught([&] { posix_fadvise(file.get(), last_offset + 1, 1, file_advice::will_need); }).code() ==
        std::errc::value_too_large);
  CHECK(caught([&] { posix_fadvise(file.get(), 0, last_offset + 1, file_advice::will_need); }).code() ==
        std::errc::value_too_large);
}

TEST_CASE("sync_file_range without a flag asks whether the file has the call") {
  const scratch folder;
  const support::plain_file file{folder.file("data.bin", "content"), support::file_access::write};
  sync_file_range(file.get(), 0, 0, range_sync_flag{});
  support::pipe_ends pipe;
  CHECK(caught([&] { sync_file_range(pipe.reader(), 0, 0, range_sync_flag{}); }).code() == std::errc::invalid_seek);
  CHECK(caught([] { sync_file_range(-1, 0, 0, range_sync_flag{}); }).code() == std::errc::bad_file_descriptor);
}

TEST_CASE("the name of a file in memory has one limit, and one error beyond it") {
  close_file(memfd_create(std::string(249, 'n')));
  for (const auto size : std::array<std::size_t, 5>{250, 255, 256, 300, 5000}) {
    CAPTURE(size);
    const auto error = caught([&] { return memfd_create(std::string(size, 'n')); });
    CHECK(error.code() == std::errc::invalid_argument);
    CHECK(std::string{error.what()}.find("the name has " + std::to_string(size) + " bytes, 249 are allowed") !=
          std::string::npos);
  }
}
