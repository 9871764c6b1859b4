#include <mmapkit/calls/mmap.hpp>
#include <mmapkit/calls/msync.hpp>
#include <mmapkit/calls/munmap.hpp>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::file_access;
using support::plain_file;
using support::scratch;

namespace {

constexpr auto private_anonymous = mmap_flag::private_ | mmap_flag::anonymous;

}  // namespace

TEST_CASE("the POSIX signature maps a file that is open") {
  const scratch folder;
  const auto content = support::pattern(100'000);
  const plain_file file{folder.file("data.bin", content), file_access::read};
  const auto granule = allocation_granularity();
  void* const memory =
      mmap(nullptr, content.size() - granule, protection_flag::read, mmap_flag::private_, file.get(), granule);
  CHECK(support::text(memory, content.size() - granule) == std::string_view{content}.substr(granule));
  munmap(memory, content.size() - granule);
  CHECK_FALSE(support::is_mapped(memory));
}

TEST_CASE("the POSIX signature maps anonymous memory") {
  void* const memory = mmap(nullptr, 100'000, support::read_write, private_anonymous, no_handle, 0);
  CHECK(support::text(memory, 100'000) == std::string(100'000, '\0'));
  munmap(memory, 100'000);
  CHECK_FALSE(support::is_mapped(memory));
}

TEST_CASE("length 0 is an invalid argument for mmap and munmap") {
  CHECK(caught([] { return mmap(nullptr, 0, protection_flag::read, private_anonymous, no_handle, 0); }).code() ==
        std::errc::invalid_argument);
  void* const memory = mmap(nullptr, 4096, protection_flag::read, private_anonymous, no_handle, 0);
  CHECK(caught([&] { munmap(memory, 0); }).code() == std::errc::invalid_argument);
  CHECK(support::is_mapped(memory));
  munmap(memory, 4096);
}

TEST_CASE("the POSIX signature wants an aligned offset and an aligned address") {
  const scratch folder;
  const plain_file file{folder.file("data.bin", support::pattern(10'000)), file_access::read};
  std::error_code error;
  CHECK(mmap(nullptr, 100, protection_flag::read, mmap_flag::private_, file.get(), 1, error) == nullptr);
  CHECK(error);
  void* const memory = mmap(nullptr, 4096, protection_flag::read, private_anonymous, no_handle, 0);
  munmap(static_cast<std::byte*>(memory) + 1, 4096, error);
  CHECK(error == std::errc::invalid_argument);
  msync(static_cast<std::byte*>(memory) + 1, 100, msync_flag::sync, error);
  CHECK(error == std::errc::invalid_argument);
  munmap(memory, 4096);
}

TEST_CASE("the POSIX signature wants sharing chosen, once") {
  for (const auto flags : {mmap_flag::anonymous, private_anonymous | mmap_flag::shared})
    CHECK(caught([&] { return mmap(nullptr, 4096, protection_flag::read, flags, no_handle, 0); }).code() ==
          std::errc::invalid_argument);
}

TEST_CASE("the POSIX signature refuses what this system does not offer, by name") {
  const auto error = caught([] {
    return mmap(nullptr, 4096, protection_flag::read, private_anonymous | mmap_flag::uninitialized, no_handle, 0);
  });
  CHECK(error.code() == std::errc::operation_not_supported);
  CHECK(std::string{error.what()}.find("mmap_flag::uninitialized") != std::string::npos);
}

TEST_CASE("the POSIX signature refuses offsets that overflow") {
  for (const auto offset : {std::uint64_t{1} << 63, (std::uint64_t{1} << 63) - 65'536})
    CHECK(caught([&] {
            return mmap(nullptr, 100'000, protection_flag::read, mmap_flag::private_, no_handle, offset);
          }).code() == std::errc::value_too_large);
}

TEST_CASE("the POSIX signature of msync writes a shared file, or says that it needs the file") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  const plain_file file{path, file_access::write};
  void* const memory = mmap(nullptr, 5, support::read_write, mmap_flag::shared, file.get(), 0);
  static_cast<char*>(memory)[0] = 'J';
  msync(memory, 5, msync_flag::async);
  std::error_code error;
  msync(memory, 5, msync_flag::sync, error);
  CHECK((!error || error == std::errc::operation_not_supported));
  CHECK((!error || this_system() == mark::windows));
  CHECK(support::read_file(path) == "Jello");
  munmap(memory, 5);
}

TEST_CASE("the POSIX signature of msync wants one of sync and async") {
  void* const memory = mmap(nullptr, 4096, protection_flag::read, private_anonymous, no_handle, 0);
  CHECK(caught([&] { msync(memory, 4096, msync_flag::sync | msync_flag::async); }).code() ==
        std::errc::invalid_argument);
  msync(memory, 4096, msync_flag::sync);
  munmap(memory, 4096);
}

TEST_CASE("the POSIX signatures refuse what the system would ignore, and ranges that wrap") {
  const auto refuses = [](mmap_flag flags) {
    return caught([&] {
             return mmap(nullptr, 4096, protection_flag::read, private_anonymous | flags, no_handle, 0);
           }).code() == std::errc::invalid_argument;
  };
  if (supported(mmap_flag::populate)) CHECK(refuses(mmap_flag::non_block));
  void* const memory = mmap(nullptr, 4096, protection_flag::read, private_anonymous, no_handle, 0);
  CHECK(caught([&] { msync(memory, ~std::size_t{0}, msync_flag::sync); }).code() == std::errc::not_enough_memory);
  munmap(memory, 4096);
}

TEST_CASE("a part is unmapped where the system can, and refused where not") {
  const auto granule = allocation_granularity();
  auto* const memory =
      static_cast<std::byte*>(mmap(nullptr, 3 * granule, support::read_write, private_anonymous, no_handle, 0));
  std::error_code error;
  munmap(memory + granule, granule, error);
  if (this_system() == mark::windows) {
    CHECK(error == std::errc::operation_not_supported);
    CHECK(support::writable(memory + granule));
    munmap(memory, 3 * granule);
  } else {
    CHECK_FALSE(error);
    CHECK_FALSE(support::is_mapped(memory + granule));
    CHECK(support::writable(memory));
    CHECK(support::writable(memory + 2 * granule));
    munmap(memory, granule);
    munmap(memory + 2 * granule, granule);
  }
}

TEST_CASE("the error_code form of the POSIX mmap returns null") {
  std::error_code error;
  CHECK(mmap(nullptr, 4096, protection_flag::read, mmap_flag::private_, no_handle, 0, error) == nullptr);
  CHECK(error == std::errc::bad_file_descriptor);
  void* const memory = mmap(nullptr, 4096, protection_flag::read, private_anonymous, no_handle, 0, error);
  CHECK(memory != nullptr);
  CHECK_FALSE(error);
  munmap(memory, 4096, error);
  CHECK_FALSE(error);
}
