#include <mmapkit/mapping.hpp>

#include <cstring>

#include "../support/machine_code.hpp"
#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

TEST_CASE("protection goes through a cycle on a shared file, and the stores are in the file") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  const auto memory = mmap(path, support::shared_writable());
  mprotect(memory.addr, memory.size, protection_flag::read);
  CHECK(support::readable(memory.addr));
  CHECK_FALSE(support::writable(memory.addr));
  mprotect(memory.addr, memory.size, protection_flag::none);
  CHECK_FALSE(support::readable(memory.addr));
  mprotect(memory.addr, memory.size, support::read_write);
  CHECK(support::writable(memory.addr));
  support::bytes(memory)[0] = std::byte{'J'};
  msync(memory.addr, memory.fd, memory.size);
  munmap(memory);
  CHECK(support::read_file(path) == "Jello");
}

TEST_CASE("protection goes through a cycle on a private file, and the file is unchanged") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  const auto memory = mmap(path, support::private_writable());
  mprotect(memory.addr, memory.size, protection_flag::read);
  CHECK_FALSE(support::writable(memory.addr));
  mprotect(memory.addr, memory.size, support::read_write);
  support::bytes(memory)[0] = std::byte{'J'};
  CHECK(support::text(memory.addr, memory.size) == "Jello");
  msync(memory.addr, memory.fd, memory.size);
  munmap(memory);
  CHECK(support::read_file(path) == "hello");
}

TEST_CASE("write can be gained by a read-only mapping of a file opened for writing") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  auto options = support::shared_writable();
  options.protection = protection_flag::read;
  const auto memory = mmap(path, options);
  CHECK_FALSE(support::writable(memory.addr));
  mprotect(memory.addr, memory.size, support::read_write);
  support::bytes(memory)[0] = std::byte{'J'};
  munmap(memory);
  CHECK(support::read_file(path) == "Jello");
}

TEST_CASE("write cannot be gained by a shared mapping of a file opened for reading") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  const auto memory = mmap(path, {.mmap = mmap_flag::shared});
  CHECK(caught([&] { mprotect(memory.addr, memory.size, support::read_write); }).operation() == "mprotect");
  CHECK_FALSE(support::writable(memory.addr));
  munmap(memory);
}

TEST_CASE("two bytes across a border change two pages") {
  const auto page = page_size();
  const auto memory = mmap(support::anonymous(4 * page));
  auto* const first = support::bytes(memory);
  mprotect(first + 2 * page - 1, 2, protection_flag::read);
  CHECK(support::writable(first));
  CHECK_FALSE(support::writable(first + page));
  CHECK_FALSE(support::writable(first + 2 * page));
  CHECK(support::writable(first + 3 * page));
  munmap(memory);
}

TEST_CASE("a mapping with an unaligned offset can be protected by the address it was given") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(10'000));
  auto options = support::shared_writable();
  options.offset = 4097;
  const auto memory = mmap(path, options);
  mprotect(memory.addr, memory.size, protection_flag::read);
  CHECK_FALSE(support::writable(memory.addr));
  CHECK_FALSE(support::writable(support::bytes(memory) + memory.size - 1));
  munmap(memory);
}

TEST_CASE("write alone brings read with it for mprotect") {
  const auto memory = mmap(support::anonymous(page_size()));
  mprotect(memory.addr, memory.size, protection_flag::write);
  CHECK(support::readable(memory.addr));
  CHECK(support::writable(memory.addr));
  munmap(memory);
}

TEST_CASE("a size of 0 changes nothing") {
  const auto memory = mmap(support::anonymous(page_size()));
  mprotect(memory.addr, 0, protection_flag::none);
  CHECK(support::writable(memory.addr));
  munmap(memory);
}

TEST_CASE("memory that is not mapped is an error") {
  if (!support::tells_what_is_mapped) return;
  auto* const gone = support::free_addresses(page_size());
  const auto error = caught([&] { mprotect(gone, page_size(), protection_flag::read); });
  CHECK(error.operation() == "mprotect");
  CHECK(std::string{error.what()}.find(" as read: ") != std::string::npos);
}

TEST_CASE("a range that wraps is refused") {
  const auto memory = mmap(support::anonymous(page_size()));
  CHECK(caught([&] { mprotect(support::bytes(memory) + 1, ~std::size_t{0}, protection_flag::none); }).operation() ==
        "mprotect");
  CHECK(support::writable(memory.addr));
  munmap(memory);
}

TEST_CASE("an unknown bit is refused") {
  const auto memory = mmap(support::anonymous(page_size()));
  CHECK(caught([&] { mprotect(memory.addr, memory.size, static_cast<protection_flag>(1U << 20)); }).code() ==
        std::errc::invalid_argument);
  munmap(memory);
}

TEST_CASE("the error_code form of mprotect reports and clears") {
  if (!support::tells_what_is_mapped) return;
  const auto memory = mmap(support::anonymous(allocation_granularity()));
  auto error = std::make_error_code(std::errc::io_error);
  mprotect(memory.addr, memory.size, protection_flag::read, error);
  CHECK_FALSE(error);
  munmap(memory);
  mprotect(memory.addr, memory.size, protection_flag::read, error);
  CHECK(error);
}

TEST_CASE("generated code runs after write was exchanged for exec") {
  const auto forty_two = support::code_returning(42);
  if (forty_two.empty()) return;  // on a processor that the test does not know
  mapping code{support::anonymous(forty_two.size())};
  auto* const begin = reinterpret_cast<char*>(code.data());
  std::memcpy(begin, forty_two.data(), forty_two.size());
  __builtin___clear_cache(begin, begin + forty_two.size());
  code.protect(protection_flag::read | protection_flag::exec);
  CHECK_FALSE(support::writable(code.data()));
  CHECK(reinterpret_cast<int (*)()>(begin)() == 42);
}

TEST_CASE("code in a file that is mapped with exec runs") {
  const auto forty_two = support::code_returning(42);
  if (forty_two.empty()) return;  // on a processor that the test does not know
  const scratch folder;
  const auto path = folder.file("code", support::text(forty_two.data(), forty_two.size()));
  const mapping code{path, {.protection = protection_flag::read | protection_flag::exec}};
  CHECK(reinterpret_cast<int (*)()>(reinterpret_cast<std::uintptr_t>(code.data()))() == 42);
}
