#include <mmapkit/calls/mmap.hpp>
#include <mmapkit/calls/munmap.hpp>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

TEST_CASE("munmap frees the whole of a mapping with an unaligned offset") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(300'000));
  const auto regions = support::mapped_regions();
  for (int i = 0; i < 100; ++i) munmap(mmap(path, {.offset = 131'073}));
  CHECK(support::mapped_regions() <= regions + 2 + support::region_noise);
}

TEST_CASE("munmap closes the file that mmap opened") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const auto before = support::open_files();
  const auto memory = mmap(path);
  CHECK(support::open_files() == before + 1);
  munmap(memory);
  CHECK(support::open_files() == before);
}

TEST_CASE("munmap closes the file of an empty mapping") {
  const scratch folder;
  const auto path = folder.file("empty", "");
  const auto before = support::open_files();
  munmap(mmap(path));
  CHECK(support::open_files() == before);
}

TEST_CASE("values that were changed are refused, and the memory stays") {
  const auto memory = mmap(support::anonymous(3 * allocation_granularity()));
  const auto granule = allocation_granularity();
  CHECK(caught([&] { munmap(memory.addr, memory.fd, granule); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { munmap(support::bytes(memory) + granule, memory.fd, memory.size - granule); }).code() ==
        std::errc::invalid_argument);
  CHECK(caught([&] { munmap(support::bytes(memory) + 1, memory.fd, memory.size); }).code() ==
        std::errc::invalid_argument);
  CHECK(support::writable(memory.addr));
  munmap(memory);
}

TEST_CASE("a stranger's values are refused") {
  const auto memory = mmap(support::anonymous(100));
  const auto other = mmap(support::anonymous(100));
  CHECK(caught([&] { munmap(memory.addr, other.fd, memory.size); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { munmap(memory.addr, backing_file{}, memory.size); }).code() == std::errc::invalid_argument);
  CHECK(caught([] { munmap(mapped{}); }).code() == std::errc::invalid_argument);
  munmap(other);
  munmap(memory);
}

TEST_CASE("the error_code form reports a refusal") {
  std::error_code error;
  munmap(mapped{}, error);
  CHECK(error == std::errc::invalid_argument);
}

TEST_CASE("backing files are equal when they are of the same mapping") {
  const auto memory = mmap(support::anonymous(100));
  const auto copy = memory.fd;
  CHECK(copy == memory.fd);
  CHECK(copy != backing_file{});
  munmap(memory);
}
