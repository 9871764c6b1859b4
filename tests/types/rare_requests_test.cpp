// Requests that are seldom made, of every system: an object that takes another one's place, nothing to copy, memory
// that may not be stored to, sizes without end.
#include <array>
#include <iterator>
#include <limits>
#include <mmapkit/file.hpp>
#include <mmapkit/replace_file.hpp>
#include <mmapkit/ring.hpp>
#include <thread>
#include <utility>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

std::ptrdiff_t entries_of(const scratch& folder) {
  return std::distance(std::filesystem::directory_iterator{folder / ""}, {});
}

}  // namespace

TEST_CASE("a replacement that takes another one's place gives that up, and is committed in its own place") {
  const scratch folder;
  const auto first = folder.file("first.bin", "first");
  const auto second = folder.file("second.bin", "second");
  file_replacement next{first};
  file_replacement other{second};
  other.content().resize(3);
  CHECK(entries_of(folder) == 4);
  next = std::move(other);
  CHECK_FALSE(other);
  CHECK(entries_of(folder) == 3);
  auto& same = next;
  next = std::move(same);
  CHECK(next);
  next.commit();
  CHECK(support::read_file(first) == "first");
  CHECK(support::read_file(second) == std::string(3, '\0'));
  CHECK(entries_of(folder) == 2);
}

TEST_CASE("a path of nothing is replaced by nothing") {
  CHECK(caught([] { replace_file("", "new"); }).code() == std::errc::no_such_file_or_directory);
}

TEST_CASE("a file that is assigned to itself stays open, and one that is assigned to is closed") {
  const scratch folder;
  const auto before = support::open_files();
  file opened{folder.file("data.bin", "content")};
  auto& same = opened;
  opened = std::move(same);
  CHECK(opened.size() == 7);
  opened = file{folder.file("other.bin", "other")};
  CHECK(opened.size() == 5);
  CHECK(support::open_files() == before + 1);
}

TEST_CASE("bytes are not copied into memory that may not be stored to, in both forms") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  mapping memory{path};
  const std::array bytes{std::byte{'#'}};
  const auto refused = caught([&] { guarded_copy(memory, 2, bytes); });
  CHECK(refused.code() == std::errc::permission_denied);
  CHECK(std::string{refused.what()}.find("the memory is not writable") != std::string::npos);
  std::error_code error;
  guarded_copy(memory, 2, bytes, error);
  CHECK(error == std::errc::permission_denied);
  CHECK(memory.text() == "content");
}

TEST_CASE("nothing is copied at the end of memory, and what reaches beyond it is refused") {
  mapping memory{support::anonymous(page_size())};
  std::error_code error = std::make_error_code(std::errc::io_error);
  guarded_copy(memory, memory.size(), {}, error);
  CHECK_FALSE(error);
  error = std::make_error_code(std::errc::io_error);
  guarded_copy(std::span<std::byte>{}, memory, memory.size(), error);
  CHECK_FALSE(error);
  std::array bytes{std::byte{1}, std::byte{2}};
  const auto last = memory.size() - 1;
  guarded_copy(std::span{bytes}, memory, last, error);
  CHECK(error == std::errc::invalid_argument);
  CHECK(bytes == std::array{std::byte{1}, std::byte{2}});
  guarded_copy(memory, last, bytes, error);
  CHECK(error == std::errc::invalid_argument);
  CHECK(memory.bytes()[last] == std::byte{0});
  guarded_copy(memory, last - 1, bytes, error);
  CHECK_FALSE(error);
  CHECK(memory.bytes()[last] == std::byte{2});
}

TEST_CASE("a size that does not fit the address space together with its offset is refused") {
  if (sizeof(void*) == 4) return;  // a file may be so long there, and this one is too short
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const auto refused = caught([&] {
    const mapping made{path, {.size = std::numeric_limits<std::size_t>::max(), .offset = 1}};
  });
  CHECK(refused.code() == std::errc::value_too_large);
  CHECK(std::string{refused.what()}.find("address space") != std::string::npos);
}

TEST_CASE("a thread in which nothing has failed has no words of a failure") {
  std::error_code error;
  const mapping none{"/nowhere/at all", {}, error};
  CHECK_FALSE(last_failure().empty());
  std::string words = "unasked";
  std::thread{[&] { words = last_failure(); }}.join();
  CHECK(words.empty());
}

TEST_CASE("a reservation has the alignment or the address that it is given, also where huge pages would fit") {
  constexpr auto length = 8 * support::mebibyte;
  const reservation aligned{length, {.place = {.alignment = 2 * length}}};
  CHECK(reinterpret_cast<std::uintptr_t>(aligned.data()) % (2 * length) == 0);
  auto* const free = support::free_addresses(length);
  const reservation placed{length, {.place = {.address = free}}};
  CHECK(placed.data() == reinterpret_cast<std::byte*>(free));
}

TEST_CASE("preferred huge pages do not move memory from the address that it is given") {
  constexpr auto length = 8 * support::mebibyte;
  auto* const free = support::free_addresses(length);
  auto memory = allocate(length, {.huge_pages = huge_page_use::preferred, .place = {.address = free}});
  CHECK(memory.data() == reinterpret_cast<std::byte*>(free));
  memory.writable_bytes()[length - 1] = std::byte{1};
  CHECK(memory.bytes()[length - 1] == std::byte{1});
}

TEST_CASE("elements beyond the address space are refused of a file that is open, which stays empty") {
  const scratch folder;
  const auto path = folder.file("data.bin", "");
  const file opened{path, support::open_read_write};
  constexpr auto most = std::numeric_limits<std::size_t>::max();
  std::error_code error;
  static_cast<void>(typed_file<int>::create(opened, most, error));
  CHECK(error == std::errc::invalid_argument);
  CHECK(std::filesystem::file_size(path) == 0);
}

TEST_CASE("memory whose name was kept by the form that reports leaves the name behind") {
  const auto name = "/mmapkit-kept-" + std::to_string(support::process_number());
  std::error_code error;
  {
    auto memory = shared_memory::create(name, page_size());
    memory.keep_name(error);
  }
  if (error == std::errc::operation_not_supported) return;  // Windows has no names without handles
  CHECK_FALSE(error);
  CHECK(shared_memory::remove(name));
}

TEST_CASE(
    "memory whose marks are none of a ring is refused, and so is a ring whose other side cannot be where it says") {
  mapping memory{support::anonymous(ring<int>::bytes_for(8))};
  auto& header = *reinterpret_cast<detail::ring_header*>(memory.writable_bytes().data());
  static_cast<void>(ring<int>::producer{memory.writable_bytes()});
  const auto form = header.form.load();
  for (const auto other : {form ^ 0x80000000U, form | 0xffU}) {
    header.form = other;
    const auto refused = caught([&] { static_cast<void>(ring<int>::consumer{memory.writable_bytes()}); });
    CHECK(std::string{refused.what()}.find("it is no ring") != std::string::npos);
    CHECK(header.form == other);
  }
  header.form = form;
  header.pushed = 1000;
  CHECK(caught([&] { static_cast<void>(ring<int>::consumer{memory.writable_bytes()}); }).code() ==
        std::errc::protocol_error);
  std::error_code error;
  CHECK_FALSE(ring<int>::consumer{memory.writable_bytes(), error});
  CHECK(error == std::errc::protocol_error);
  header.pushed = 1;
  ring<int>::consumer from{memory.writable_bytes()};
  CHECK(from.try_pop() == 0);
}
