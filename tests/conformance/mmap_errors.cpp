// mmap 15 to 32: results and refusals. Those that need a limit or another kind of file: posix/mmap.cpp.
#include <limits>

#include "conformance.hpp"
#include "system.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;

namespace {

// The library's two forms must agree.
std::error_code refusal(void* addr, std::size_t length, protection_flag protection, mmap_flag flags, native_handle file,
                        std::uint64_t offset) {
  const auto code = code_of(
      [&](std::error_code& error) { CHECK(mmap(addr, length, protection, flags, file, offset, error) == nullptr); });
  CHECK(caught([&] { return mmap(addr, length, protection, flags, file, offset); }).code() == code);
  return code;
}

// Exactly there: `fixed` where the system has it.
mmap_flag exactly() { return supported(mmap_flag::fixed) ? mmap_flag::fixed : mmap_flag::no_replace; }

}  // namespace

TEST_CASE("mmap 15-1: a call that is refused for its file or its arguments leaves what is mapped there") {
  const pages memory{allocation_granularity()};
  memory[0] = 'a';
  const auto here = memory.addr();
  const auto length = allocation_granularity();
  const test_file file{support::pattern(4 * length)};
  CHECK(refusal(here, length, support::read_write, mmap_flag::shared | exactly(), no_handle, 0));
  CHECK(refusal(here, length, support::read_write, mmap_flag::shared | exactly(), file.handle(), 1));
  CHECK(refusal(here, 0, support::read_write, mmap_flag::shared | exactly(), file.handle(), 0));
  CHECK(refusal(here, length, support::read_write, private_anonymous | exactly() | mmap_flag::uninitialized, no_handle,
                0));
  CHECK(memory[0] == 'a');
}

TEST_CASE("mmap 16-1: success returns the address and clears the error, failure returns null and sets it") {
  const test_file file{"content"};
  auto error = std::make_error_code(std::errc::io_error);
  void* const addr = mmap(nullptr, 7, protection_flag::read, mmap_flag::shared, file.handle(), 0, error);
  CHECK(addr != nullptr);
  CHECK_FALSE(error);
  CHECK(support::text(addr, 7) == "content");
  munmap(addr, 7);
  CHECK(mmap(nullptr, 0, protection_flag::read, mmap_flag::shared, file.handle(), 0, error) == nullptr);
  CHECK(error);
}

TEST_CASE("mmap 17-1: a shared, writable mapping of a file that is not open for writing is denied") {
  const test_file file{"content", support::file_access::read};
  CHECK(refusal(nullptr, 7, support::read_write, mmap_flag::shared, file.handle(), 0) == std::errc::permission_denied);
}

TEST_CASE("mmap 17-2: a mapping of a file that is not open for reading is denied") {
  const test_file file{"content"};
  const auto handle = open_write_only(file.path().string());
  CHECK(refusal(nullptr, 7, protection_flag::read, mmap_flag::private_, handle, 0) == std::errc::permission_denied);
  CHECK(refusal(nullptr, 7, protection_flag::write, mmap_flag::shared, handle, 0) == std::errc::permission_denied);
  close_file(handle);
}

TEST_CASE("mmap 19-1: a file that is not open is a bad descriptor") {
  CHECK(refusal(nullptr, 7, protection_flag::read, mmap_flag::shared, no_handle, 0) == std::errc::bad_file_descriptor);
  test_file file{"content"};
  const auto closed = file.handle();
  file.close();
  CHECK(refusal(nullptr, 7, protection_flag::read, mmap_flag::shared, closed, 0) == std::errc::bad_file_descriptor);
}

TEST_CASE("mmap 20-1: an offset that is not a multiple of the unit is an invalid argument") {
  const test_file file{support::pattern(2 * allocation_granularity())};
  CHECK(
      is_misaligned(refusal(nullptr, 100, protection_flag::read, mmap_flag::private_, file.handle(), page_size() / 2)));
}

TEST_CASE("mmap 20-2: an order for an address that is not a multiple of the unit is an invalid argument") {
  auto* const addr = support::free_addresses(2 * allocation_granularity()) + 1;
  CHECK(is_misaligned(refusal(addr, page_size(), support::read_write, private_anonymous | exactly(), no_handle, 0)));
}

TEST_CASE("mmap 21-1: neither private nor shared is an invalid argument") {
  const test_file file{"content"};
  CHECK(refusal(nullptr, 7, protection_flag::read, mmap_flag{}, file.handle(), 0) == std::errc::invalid_argument);
  CHECK(refusal(nullptr, 7, protection_flag::read, mmap_flag::anonymous, no_handle, 0) == std::errc::invalid_argument);
}

TEST_CASE("mmap 23-1: a pipe cannot be mapped") {
  const auto pipe = open_pipe();
  CHECK(refusal(nullptr, page_size(), protection_flag::read, mmap_flag::private_, pipe, 0) ==
        std::errc::no_such_device);
  close_file(pipe);
}

TEST_CASE("mmap 24-1: more than the address space has room for is out of memory") {
  CHECK(refusal(nullptr, beyond_address_space(), protection_flag::read, private_anonymous, no_handle, 0) ==
        std::errc::not_enough_memory);
}

TEST_CASE("mmap 24-2: an order for addresses beyond the address space is out of memory") {
  auto* const addr = support::free_addresses(allocation_granularity());
  const auto code =
      refusal(addr, beyond_address_space(), protection_flag::read, private_anonymous | exactly(), no_handle, 0);
  CHECK(code == (thread_sanitizer ? std::errc::invalid_argument : std::errc::not_enough_memory));
}

TEST_CASE("mmap 26-1: a typed memory object that could be used up is on no system") {
  refused([] { return posix_typed_mem_open("/typed", support::open_read_write, typed_memory_flag::allocate_contig); });
}

TEST_CASE("mmap 27-1: a flag or protection that this system does not keep is refused, by name") {
  const auto flag = caught([] {
    return mmap(nullptr, page_size(), support::read_write, private_anonymous | mmap_flag::uninitialized, no_handle, 0);
  });
  CHECK(flag.code() == std::errc::operation_not_supported);
  CHECK(std::string{flag.what()}.find("mmap_flag::uninitialized") != std::string::npos);
  const auto elsewhere = on_windows() ? protection_flag::sem : protection_flag::guard;
  const auto protection =
      caught([&] { return mmap(nullptr, page_size(), elsewhere, private_anonymous, no_handle, 0); });
  CHECK(protection.code() == std::errc::operation_not_supported);
  CHECK(std::string{protection.what()}.find("protection_flag::") != std::string::npos);
}

TEST_CASE("mmap 28-1: a range that the file does not have is refused where mmap finds sizes out") {
  const test_file file{support::pattern(page_size())};
  CHECK(caught([&] { return mmap(file.handle(), {.size = page_size() + 1}); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { return mmap(file.handle(), {.offset = page_size() + 1}); }).code() == std::errc::invalid_argument);
}

TEST_CASE("mmap 30-1: a typed memory object out of reach is on no system") {
  refused([] { return posix_typed_mem_open("/other", open_flag::read, typed_memory_flag::map_allocatable); });
}

TEST_CASE("mmap 31-1: an offset and a length beyond what a file can hold are too large") {
  const test_file file{"content"};
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const auto last = most - most % allocation_granularity();
  for (const auto offset : {last, most + 1})
    CHECK(refusal(nullptr, 2 * allocation_granularity(), protection_flag::read, mmap_flag::shared, file.handle(),
                  offset) == std::errc::value_too_large);
}

TEST_CASE("mmap 32-1: length 0 is an invalid argument") {
  const test_file file{"content"};
  CHECK(refusal(nullptr, 0, support::read_write, mmap_flag::shared, file.handle(), 0) == std::errc::invalid_argument);
  CHECK(refusal(nullptr, 0, support::read_write, private_anonymous, no_handle, 0) == std::errc::invalid_argument);
}
