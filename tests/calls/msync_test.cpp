#include <mmapkit/calls/mmap.hpp>
#include <mmapkit/calls/msync.hpp>
#include <mmapkit/calls/munmap.hpp>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

TEST_CASE("sync and async each make stores visible to plain reads") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(20'000));
  for (const auto flag : {msync_flag::sync, msync_flag::async}) {
    const auto memory = mmap(path, support::shared_writable());
    support::bytes(memory)[10'000] = flag == msync_flag::sync ? std::byte{1} : std::byte{2};
    msync(memory.addr, memory.fd, memory.size, flag);
    CHECK(support::read_file(path)[10'000] == (flag == msync_flag::sync ? 1 : 2));
    munmap(memory);
  }
}

TEST_CASE("any part of a mapping can be synced") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(20'000));
  const auto memory = mmap(path, support::shared_writable());
  support::bytes(memory)[105] = std::byte{7};
  msync(support::bytes(memory) + 100, memory.fd, 10);
  CHECK(support::read_file(path)[105] == 7);
  support::bytes(memory)[19'999] = std::byte{8};
  msync(support::bytes(memory) + 19'999, memory.fd, 1);
  CHECK(support::read_file(path)[19'999] == 8);
  munmap(memory);
}

TEST_CASE("a part of a mapping with an unaligned offset can be synced") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(200'000));
  auto options = support::shared_writable();
  options.offset = 70'001;
  const auto memory = mmap(path, options);
  support::bytes(memory)[9'001] = std::byte{7};
  msync(support::bytes(memory) + 9'000, memory.fd, 10);
  munmap(memory);
  CHECK(support::read_file(path)[79'002] == 7);
}

TEST_CASE("syncing a read-only mapping succeeds") {
  const scratch folder;
  const auto memory = mmap(folder.file("data.bin", "content"));
  std::error_code error;
  msync(memory.addr, memory.fd, memory.size, msync_flag::sync, error);
  CHECK_FALSE(error);
  munmap(memory);
}

TEST_CASE("syncing anonymous memory succeeds") {
  for (const auto sharing : {mmap_flag::private_, mmap_flag::shared}) {
    const auto memory = mmap(support::anonymous(10'000, sharing));
    std::error_code error;
    msync(memory.addr, memory.fd, memory.size, msync_flag::sync, error);
    CHECK_FALSE(error);
    munmap(memory);
  }
}

TEST_CASE("sync and async exclude each other, and one is needed") {
  const auto memory = mmap(support::anonymous(100));
  const auto both = caught([&] { msync(memory.addr, memory.fd, memory.size, msync_flag::sync | msync_flag::async); });
  CHECK(both.code() == std::errc::invalid_argument);
  CHECK(std::string{both.what()}.find("msync_flag::sync and msync_flag::async") != std::string::npos);
  CHECK(caught([&] { msync(memory.addr, memory.fd, memory.size, msync_flag{}); }).code() ==
        std::errc::invalid_argument);
  munmap(memory);
}

TEST_CASE("a flag that this system lacks is refused by name for msync") {
  const auto memory = mmap(support::anonymous(100));
  std::error_code error;
  msync(memory.addr, memory.fd, memory.size, msync_flag::sync | msync_flag::invalidate, error);
  if (supported(msync_flag::invalidate))
    CHECK_FALSE(error);
  else
    CHECK(error == std::errc::operation_not_supported);
  munmap(memory);
}

TEST_CASE("a range outside the mapping is refused") {
  const scratch folder;
  const auto memory = mmap(folder.file("data.bin", support::pattern(20'000)), support::shared_writable());
  CHECK(caught([&] { msync(memory.addr, memory.fd, memory.size + 1); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { msync(support::bytes(memory) + 1, memory.fd, memory.size); }).code() ==
        std::errc::invalid_argument);
  CHECK(caught([&] { msync(support::bytes(memory) - 1, memory.fd, 1); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { msync(memory.addr, backing_file{}, memory.size); }).code() == std::errc::invalid_argument);
  munmap(memory);
}
