// The edges: empty, beyond the end, overflowing, contradictory, not a file.
#include <mmapkit/calls/mmap.hpp>
#include <mmapkit/calls/mprotect.hpp>
#include <mmapkit/calls/msync.hpp>
#include <mmapkit/calls/munmap.hpp>

#include <array>
#include <limits>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::file_access;
using support::plain_file;
using support::scratch;

namespace {

constexpr auto largest = std::numeric_limits<std::size_t>::max();

// The refusal must name the culprits, and must come before the file is opened: there is none.
void refused(const mmap_options& options, std::string_view words) {
  const auto error = caught([&] { return mmap("no-such-file", options); });
  CAPTURE(error.what());
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(std::string_view{error.what()}.find(words) != std::string_view::npos);
}

}  // namespace

TEST_CASE("an empty file is a valid mapping of size 0 whose operations do nothing") {
  const scratch folder;
  const auto path = folder.file("empty", "");
  for (auto options : {mmap_options{}, support::shared_writable(), support::private_writable()}) {
    const auto memory = mmap(path, options);
    CHECK(memory.addr != nullptr);
    CHECK(memory.size == 0);
    mprotect(memory.addr, memory.size, support::read_write);
    msync(memory.addr, memory.fd, memory.size);
    munmap(memory);
  }
  CHECK(std::filesystem::file_size(path) == 0);
}

TEST_CASE("an offset exactly at the end is a valid mapping of size 0") {
  const scratch folder;
  const auto path = folder.file("data.bin", "12345");
  const auto memory = mmap(path, {.offset = 5});
  CHECK(memory.addr != nullptr);
  CHECK(memory.size == 0);
  munmap(memory);
}

TEST_CASE("an offset beyond the end is an error") {
  const scratch folder;
  const auto path = folder.file("data.bin", "12345");
  CHECK(caught([&] { return mmap(path, {.offset = 6}); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { return mmap(path, {.size = 1, .offset = 1'000'000}); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { return mmap(folder.file("empty", ""), {.offset = 1}); }).code() == std::errc::invalid_argument);
}

TEST_CASE("an offset beyond the end does not grow a shared, writable file without a size") {
  const scratch folder;
  const auto path = folder.file("data.bin", "12345");
  auto options = support::shared_writable();
  options.offset = 6;
  CHECK(caught([&] { return mmap(path, options); }).code() == std::errc::invalid_argument);
  CHECK(std::filesystem::file_size(path) == 5);
}

TEST_CASE("offset and size that overflow are refused before anything is opened") {
  for (const auto& options :
       {mmap_options{.size = largest - 5, .offset = std::numeric_limits<std::uint64_t>::max() - 9},
        mmap_options{.size = 10, .offset = std::numeric_limits<std::uint64_t>::max() - 5},
        mmap_options{.offset = std::uint64_t{1} << 63}}) {
    const auto error = caught([&] { return mmap("no-such-file", options); });
    CHECK(error.code() == std::errc::value_too_large);
  }
}

TEST_CASE("a size that no address space holds does not wrap") {
  const scratch folder;
  const auto path = folder.file("data.bin", "0123456789");
  CHECK(caught([&] { return mmap(path, {.size = largest - 5, .offset = 10}); }).operation() == "mmap");
  CHECK(caught([&] { return mmap(support::anonymous(largest)); }).operation() == "mmap");
  auto options = support::shared_writable();
  options.offset = 10;
  options.size = largest - 5;
  caught([&] { return mmap(path, options); });
  CHECK(std::filesystem::file_size(path) == 10);
}

TEST_CASE("a size beyond the end is an error for a read-only or private mapping") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(20'000));
  auto read_only_shared = support::shared_writable();
  read_only_shared.protection = protection_flag::read;
  for (auto options : {mmap_options{}, support::private_writable(), read_only_shared}) {
    options.size = 50'000;
    CHECK(caught([&] { return mmap(path, options); }).code() == std::errc::invalid_argument);
  }
  CHECK(std::filesystem::file_size(path) == 20'000);
}

TEST_CASE("a size of 0 is refused") {
  refused({.size = 0}, "the size is 0");
  CHECK(caught([] { return mmap(support::anonymous(0)); }).code() == std::errc::invalid_argument);
}

TEST_CASE("sharing must be chosen, once") {
  refused({.mmap = mmap_flag::private_ | mmap_flag::shared},
          "mmap_flag::private_ and mmap_flag::shared exclude each other");
  refused({.mmap = mmap_flag{}}, "one of mmap_flag::private_ and mmap_flag::shared is needed");
}

TEST_CASE("a path or a descriptor cannot be anonymous") {
  refused({.mmap = mmap_flag::private_ | mmap_flag::anonymous, .size = 1}, "mmap_flag::anonymous maps no file");
  const scratch folder;
  const plain_file file{folder.file("data.bin", "x"), file_access::read};
  CHECK(caught([&] {
          return mmap(file.get(), {.mmap = mmap_flag::private_ | mmap_flag::anonymous, .size = 1});
        }).code() == std::errc::invalid_argument);
}

TEST_CASE("memory without a file needs anonymous, a size and no offset") {
  CHECK(caught([] { return mmap({.size = 1}); }).code() == std::errc::invalid_argument);
  CHECK(caught([] { return mmap({.mmap = mmap_flag::private_ | mmap_flag::anonymous}); }).code() ==
        std::errc::invalid_argument);
  auto options = support::anonymous(1);
  options.offset = 4096;
  CHECK(caught([&] { return mmap(options); }).code() == std::errc::invalid_argument);
}

TEST_CASE("stores to a file need it open for writing") {
  refused({.protection = support::read_write, .mmap = mmap_flag::shared},
          "protection_flag::write with mmap_flag::shared needs open_flag::write");
}

TEST_CASE("open flags that contradict each other are refused by name") {
  refused({.open = open_flag{}}, "one of open_flag::read and open_flag::write");
  refused({.open = open_flag::read | open_flag::truncate}, "open_flag::truncate needs open_flag::write");
  refused({.open = open_flag::write | open_flag::directory}, "open_flag::directory and open_flag::write");
  refused({.open = open_flag::read | open_flag::create | open_flag::directory}, "open_flag::directory cannot create");
}

TEST_CASE("truncate is refused, and the file kept, where nothing could be mapped after it") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  auto options = support::shared_writable();
  options.open |= open_flag::truncate;
  auto private_with_size = options;
  private_with_size.mmap = mmap_flag::private_;
  private_with_size.size = 5;
  auto with_offset = options;
  with_offset.offset = 3;
  auto misplaced = options;
  misplaced.mmap |= mmap_flag::no_replace;
  misplaced.address = reinterpret_cast<void*>(1);
  misplaced.size = 5;
  for (const auto& hopeless : {private_with_size, with_offset, misplaced})
    CHECK(caught([&] { return mmap(path, hopeless); }).code() == std::errc::invalid_argument);
  CHECK(support::read_file(path) == "content");
}

TEST_CASE("open flags for what is already open are refused by name") {
  const scratch folder;
  const plain_file file{folder.file("data.bin", "content"), file_access::read};
  const auto error = caught([&] { return mmap(file.get(), {.open = open_flag::read | open_flag::truncate}); });
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(std::string{error.what()}.find("open_flag::truncate is for opening a path") != std::string::npos);
  CHECK(support::read_file(folder / "data.bin") == "content");
}

TEST_CASE("an empty mapping is at the address that was ordered") {
  const scratch folder;
  auto* const place = reinterpret_cast<void*>(allocation_granularity() * 1024);
  const auto memory =
      mmap(folder.file("empty", ""), {.mmap = mmap_flag::private_ | mmap_flag::no_replace, .address = place});
  CHECK(memory.addr == place);
  munmap(memory);
}

TEST_CASE("an ordered address is needed, and only one order") {
  refused({.mmap = mmap_flag::private_ | mmap_flag::no_replace}, "mmap_flag::no_replace needs an address");
  if (supported(mmap_flag::fixed)) {
    refused({.mmap = mmap_flag::private_ | mmap_flag::fixed}, "mmap_flag::fixed needs an address");
    refused({.mmap = mmap_flag::private_ | mmap_flag::fixed | mmap_flag::no_replace},
            "mmap_flag::fixed and mmap_flag::no_replace");
  }
}

TEST_CASE("a bit without a name is refused") {
  refused({.mmap = mmap_flag::private_ | static_cast<mmap_flag>(1U << 30)},
          "mmap_flag has no flag with the value 0x40000000");
  refused({.open = open_flag::read | static_cast<open_flag>(1U << 30)}, "open_flag has no flag");
  refused({.protection = static_cast<protection_flag>(1U << 30)}, "protection_flag has no flag");
}

template <class Flag>
void refuse_by_name(std::string_view type, auto options_with) {
  for (const auto& row : rows<Flag>) {
    if (supported(row.flag)) continue;
    CAPTURE(std::string{row.name});
    const auto error = caught([&] { return mmap("no-such-file", options_with(row.flag)); });
    CHECK(error.code() == std::errc::operation_not_supported);
    const std::string_view what{error.what()};
    CHECK(what.find(std::string{type} + "::" + std::string{row.name}) != std::string_view::npos);
    if (!has(row.where, this_system())) CHECK(what.find(to_string(row.where) + " only") != std::string_view::npos);
  }
}

TEST_CASE("a flag that this system does not offer is refused by name and mark, before any system call") {
  refuse_by_name<open_flag>("open_flag", [](open_flag flag) { return mmap_options{.open = open_flag::read | flag}; });
  refuse_by_name<protection_flag>("protection_flag",
                                  [](protection_flag flag) { return mmap_options{.protection = flag}; });
  refuse_by_name<mmap_flag>("mmap_flag",
                            [](mmap_flag flag) { return mmap_options{.mmap = mmap_flag::private_ | flag}; });
}

TEST_CASE("at least one flag is refused on every system") { CHECK_FALSE(supported(mmap_flag::uninitialized)); }

TEST_CASE("a directory gives the system's own error") {
  const scratch folder;
  std::filesystem::create_directory(folder / "folder");
  const auto error = caught([&] { return mmap(folder / "folder"); });
  CHECK(error.code().category() == std::system_category());
  CHECK(error.code().value() != 0);
}

TEST_CASE("a descriptor that is closed gives the system's own error") {
  const scratch folder;
  plain_file file{folder.file("data.bin", "content"), file_access::read};
  const auto handle = file.get();
  file.close();
  CHECK(caught([&] { return mmap(handle); }).code() == std::errc::bad_file_descriptor);
  CHECK(caught([&] { return mmap(no_handle); }).code() == std::errc::bad_file_descriptor);
}

TEST_CASE("a file opened for reading cannot be shared and written") {
  const scratch folder;
  const plain_file file{folder.file("data.bin", "content"), file_access::read};
  CHECK(caught([&] { return mmap(file.get(), support::shared_writable()); }).code() == std::errc::permission_denied);
}

TEST_CASE("a file whose growth fails is as long as it was") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  auto options = support::shared_writable();
  if constexpr (sizeof(void*) == 8) {
    options.size = largest / 2 - 70'000;
  } else {
    options.size = 4096;
    options.offset = std::uint64_t{1} << 62;
  }
  caught([&] { return mmap(path, options); });
  CHECK(support::read_file(path) == "content");
  if (sizeof(void*) == 8 && !support::exceeds_addresses(*options.size)) return;
  options.growth = file_growth::sparse;
  caught([&] { return mmap(path, options); });
  CHECK(support::read_file(path) == "content");
}

TEST_CASE("offsets beyond 4 GiB are mapped") {
  const scratch folder;
  const auto path = folder.file("big.bin", "start");
  constexpr auto four_gib = std::uint64_t{4} << 30;
  auto options = support::shared_writable();
  options.growth = file_growth::sparse;
  options.offset = four_gib + 12'345;
  options.size = 5;
  const auto memory = mmap(path, options);
  support::bytes(memory)[0] = std::byte{'!'};
  munmap(memory);
  CHECK(std::filesystem::file_size(path) == four_gib + 12'350);
  const auto again = mmap(path, {.offset = four_gib + 12'345});
  CHECK(support::text(again.addr, again.size) == std::string_view{"!\0\0\0\0", 5});
  munmap(again);
  const auto across = mmap(path, {.size = 8192, .offset = four_gib - 4096 - 1});
  CHECK(across.size == 8192);
  munmap(across);
}

TEST_CASE("a file that does not fit the address space is an error without a size") {
  const scratch folder;
  const auto path = folder.file("big.bin", "start");
  std::filesystem::resize_file(path, std::uintmax_t{5} << 30);
  std::error_code error;
  const auto whole = mmap(path, {}, error);
  if constexpr (sizeof(void*) == 4) {
    CHECK(error == std::errc::value_too_large);
  } else {
    CHECK(whole.size == std::uint64_t{5} << 30);
    munmap(whole);
  }
  const auto part = mmap(path, {.offset = (std::uint64_t{5} << 30) - 10});
  CHECK(part.size == 10);
  munmap(part);
}
