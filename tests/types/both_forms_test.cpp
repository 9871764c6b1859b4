// What throws, and its form that reports, tell the same: the code, and the words but for the object. What is asked for
// is refused on every system, so that nothing changes.
#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <mmapkit/growable_file.hpp>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

constexpr auto largest_size = std::numeric_limits<std::size_t>::max();

// Calls the one form and the other: `act` is given an error_code, or nothing. Both say what could not be done.
template <class Act>
std::error_code same_refusal(std::string_view to_do, Act act) {
  CAPTURE(to_do);
  const std::string beginning = "cannot " + std::string{to_do};
  std::error_code reported;
  act(reported);
  const auto said = last_failure();
  const auto error = caught([&] { act(); });
  const std::string thrown = error.what();
  CAPTURE(said);
  CAPTURE(thrown);
  CHECK(reported);
  CHECK(reported == error.code());
  CHECK(said.starts_with(beginning + ": "));
  CHECK(thrown.starts_with(beginning + ' '));
  CHECK(thrown.ends_with(said.substr(std::min(beginning.size(), said.size()))));
  return reported;
}

template <class... Types>
void forget(const Types&...) {}

}  // namespace

TEST_CASE("both forms of a mapping") {
  const scratch folder;
  const auto path = folder.file("data.bin", "0123456789");
  mapping none;
  mapping read{path};
  const std::array<std::byte, 3> bytes{};
  same_refusal("open", [&](auto&... e) { mapping made{folder / "missing", {}, e...}; });
  same_refusal("map", [&](auto&... e) { mapping made{path, {.size = 11}, e...}; });
  same_refusal("map", [](auto&... e) { mapping made{support::anonymous(0), e...}; });
  same_refusal("sync", [&](auto&... e) { none.sync(msync_flag::sync, e...); });
  same_refusal("sync", [&](auto&... e) { read.sync(8, 3, msync_flag::sync, e...); });
  same_refusal("sync", [&](auto&... e) { read.sync(8, 3, durability::all, e...); });
  same_refusal("protect", [&](auto&... e) { none.protect(protection_flag::read, e...); });
  same_refusal("protect", [&](auto&... e) { read.protect(8, 3, protection_flag::read, e...); });
  same_refusal("advise", [&](auto&... e) { read.advise(8, 3, advice::random, e...); });
  same_refusal("lock", [&](auto&... e) { read.lock(8, 3, lock_flag::none, e...); });
  same_refusal("unlock", [&](auto&... e) { read.unlock(8, 3, e...); });
  same_refusal("write", [&](auto&... e) { read.write_through(8, bytes, e...); });
  same_refusal("resize", [&](auto&... e) { read.resize(0, e...); });
  same_refusal("view", [&](auto&... e) { forget(std::as_const(read).file(e...)); });
  if (supported(call::mincore))
    same_refusal("find the resident pages of", [&](auto&... e) { forget(read.residency(8, 3, e...)); });
}

TEST_CASE("both forms of anonymous memory") {
  mirrored_buffer ring;
  dual_mapping code;
  const std::array<std::byte, 1> bytes{};
  same_refusal("map", [](auto&... e) { forget(allocate(0, allocate_options{}, e...)); });
  same_refusal("map", [](auto&... e) { mirrored_buffer made{0, e...}; });
  same_refusal("map", [](auto&... e) { mirrored_buffer made{largest_size / 2, e...}; });
  same_refusal("map", [](auto&... e) { dual_mapping made{0, e...}; });
  same_refusal("protect", [&](auto&... e) { code.write(0, bytes, e...); });
  same_refusal("protect", [&](auto&... e) {
    code.edit(
        0, 1, [](std::span<std::byte>) { FAIL("no memory"); }, e...);
  });
  same_refusal("protect", [&](auto&... e) { forget(std::as_const(code).function<int()>(7, e...)); });
  same_refusal("map", [](auto&... e) { freezable made{0, e...}; });
  same_refusal("map", [](auto&... e) { freezable made{largest_size, e...}; });
  same_refusal("freeze", [](auto&... e) { forget(freezable{}.freeze(e...)); });
}

TEST_CASE("both forms of a reservation") {
  reservation room{std::size_t{4} << 20};
  same_refusal("reserve", [](auto&... e) { reservation made{0, reserve_options{}, e...}; });
  same_refusal("reserve", [](auto&... e) { reservation made{largest_size, reserve_options{}, e...}; });
  same_refusal("commit", [&](auto&... e) { room.commit(room.size(), 1, support::read_write, e...); });
  same_refusal("commit", [&](auto&... e) { room.commit(1, 1, support::read_write, e...); });
  same_refusal("decommit", [&](auto&... e) { room.decommit(room.size(), 1, e...); });
  same_refusal("protect", [&](auto&... e) { room.protect(room.size(), 1, protection_flag::read, e...); });
  same_refusal("split", [&](auto&... e) { forget(room.split(3, e...)); });
}

TEST_CASE("both forms of elements in memory") {
  growable<std::uint64_t> numbers{100};
  growable<std::uint64_t> none;
  const std::array<std::uint64_t, 101> more{};
  same_refusal("map", [](auto&... e) { growable<std::uint64_t> made{largest_size / 4, reserve_options{}, e...}; });
  same_refusal("reserve", [](auto&... e) { growable<char> made{largest_size, reserve_options{}, e...}; });
  CHECK(same_refusal("commit", [&](auto&... e) { none.push_back(1, e...); }) == std::errc::not_enough_memory);
  same_refusal("commit", [&](auto&... e) { numbers.append(more, e...); });
  same_refusal("commit", [&](auto&... e) { numbers.resize(101, e...); });
  same_refusal("commit", [&](auto&... e) { numbers.resize(largest_size, e...); });
  same_refusal("commit", [&](auto&... e) { numbers.reserve(101, e...); });
  CHECK(numbers.empty());
  CHECK(numbers.max_size() == 100);
}

TEST_CASE("both forms of a file of elements that grows") {
  const scratch folder;
  const auto odd = folder.file("odd.bin", "12345");
  const auto large = folder.file("large.bin", support::pattern(std::size_t{4} << 20));
  const file opened{odd, support::open_read_write};
  using numbers = growable_file<std::uint32_t>;
  const growable_file_options plain;
  growable_file_options emptied;
  emptied.open |= open_flag::truncate;
  same_refusal("open", [&](auto&... e) { numbers made{folder / "no folder" / "a", 100, plain, e...}; });
  same_refusal("open", [&](auto&... e) { numbers made{odd, 100, plain, e...}; });
  CHECK(same_refusal("open", [&](auto&... e) { numbers made{large, 100, plain, e...}; }) == std::errc::file_too_large);
  same_refusal("open", [&](auto&... e) { numbers made{opened, 100, plain, e...}; });
  same_refusal("open", [&](auto&... e) { numbers made{opened, 100, emptied, e...}; });
  same_refusal("map", [&](auto&... e) { numbers made{odd, largest_size / 2, plain, e...}; });
  numbers made{folder / "made.bin", 100};
  same_refusal("grow", [&](auto&... e) { made.resize(101, e...); });
  same_refusal("grow", [](auto&... e) { numbers{}.push_back(1, e...); });
  made.push_back(7);
  same_refusal("sync", [&](auto&... e) { made.sync(static_cast<durability>(77), e...); });
  same_refusal("sync", [&](auto&... e) { made.sync(msync_flag::sync | msync_flag::async, e...); });
  CHECK(made.size() == 1);
  CHECK(support::read_file(odd) == "12345");
}

TEST_CASE("both forms of closing a file of elements that somebody else has made longer") {
  if (this_system() == mark::windows) return;  // another length of a file that is mapped is refused there
  const scratch folder;
  int number = 0;
  const auto error = same_refusal("close", [&](auto&... e) {
    const auto path = folder / std::to_string(++number);
    growable_file<char> made{path, 100};
    made.push_back('a');
    file{path, support::open_read_write}.resize(std::uint64_t{1} << 20);
    made.close(e...);
  });
  CHECK(error == std::errc::device_or_resource_busy);
}

TEST_CASE("both forms of a file of elements") {
  const scratch folder;
  const auto odd = folder.file("odd.bin", "12345");
  const file opened{odd, support::open_read_write};
  using numbers = typed_file<std::uint32_t>;
  constexpr auto new_only = support::open_read_write | open_flag::ensure_create;
  const std::array<std::uint32_t, 3> three{};
  numbers none;
  same_refusal("open", [&](auto&... e) { forget(numbers::open(folder / "missing", protection_flag::read, e...)); });
  same_refusal("view", [&](auto&... e) { forget(numbers::open(odd, protection_flag::read, e...)); });
  same_refusal("view", [&](auto&... e) { forget(numbers::open(opened, protection_flag::read, e...)); });
  same_refusal("open", [&](auto&... e) { forget(numbers::create(odd, 3, new_only, default_file_mode, e...)); });
  same_refusal("open",
               [&](auto&... e) { forget(numbers::create(odd, 3, support::open_read_write, default_file_mode, e...)); });
  same_refusal("open", [&](auto&... e) {
    forget(numbers::create(odd, largest_size / 2, numbers::new_file, default_file_mode, e...));
  });
  same_refusal("open", [&](auto&... e) { forget(numbers::create(odd, three, new_only, default_file_mode, e...)); });
  same_refusal("open", [&](auto&... e) { forget(numbers::create(opened, 3, e...)); });
  same_refusal("open", [&](auto&... e) { forget(numbers::create(opened, three, e...)); });
  same_refusal("sync", [&](auto&... e) { none.sync(msync_flag::sync, e...); });
  same_refusal("sync", [&](auto&... e) { none.sync(durability::all, e...); });
  CHECK(support::read_file(odd) == "12345");
}

TEST_CASE("both forms of reading") {
  reader in{std::string_view{"0123456789"}};
  in.skip(8);
  same_refusal("view", [&](auto&... e) { forget(in.peek(3, e...)); });
  same_refusal("view", [&](auto&... e) { in.skip(3, e...); });
  same_refusal("view", [&](auto&... e) { in.seek(11, e...); });
  same_refusal("view", [&](auto&... e) { in.read(3, e...); });
  same_refusal("view", [&](auto&... e) { in.read<std::uint32_t>(e...); });
  CHECK(in.offset() == 8);
  in.skip(2);
  same_refusal("view", [&](auto&... e) { forget(in.peek(e...)); });
  same_refusal("view", [&](auto&... e) { in.read_byte(e...); });
  same_refusal("view", [&](auto&... e) { in.read_char(e...); });
  same_refusal("view", [&](auto&... e) { in.read_line(e...); });
  CHECK(in.at_end());
}

TEST_CASE("both forms of shared memory") {
  const auto missing = "/mmapkit-both-forms-" + std::to_string(support::process_number());
  shared_memory none;
  same_refusal("open", [](auto&... e) { forget(shared_memory::create("/a/b", 1, 0600, e...)); });
  same_refusal("open", [&](auto&... e) { forget(shared_memory::create(missing, 0, 0600, e...)); });
  same_refusal("open", [&](auto&... e) { forget(shared_memory::open(missing, protection_flag::read, e...)); });
  same_refusal("open", [&](auto&... e) { forget(shared_memory::open_or_create(missing, 0, 0600, e...)); });
  same_refusal("open", [](auto&... e) { forget(shared_memory::anonymous(0, e...)); });
  same_refusal("examine", [](auto&... e) { forget(shared_memory::from_handle(no_handle, support::read_write, e...)); });
  same_refusal("unlink", [](auto&... e) { shared_memory::remove("/a/b", e...); });
  same_refusal("seal", [&](auto&... e) { none.seal(seal_flag::grow, e...); });
  same_refusal("find the seals of", [&](auto&... e) { forget(none.seals(e...)); });
  if (!supported(call::shm_unlink)) same_refusal("unlink", [&](auto&... e) { none.keep_name(e...); });
}

TEST_CASE("both forms of sealed memory") {
  std::error_code error;
  sealed_memory none;
  const sealed_memory made{page_size(), error};
  const auto expected = error ? "seal" : "open";
  same_refusal(expected, [](auto&... e) { sealed_memory zero{std::size_t{0}, e...}; });
  if (!supported(call::add_seals)) return;
  const auto scrap = file::adopt(memfd_create("scrap", memfd_flag::allow_sealing));
  same_refusal("seal",
               [&](auto&... e) { forget(sealed_memory::from_handle(scrap.handle(), protection_flag::read, e...)); });
  add_seals(scrap.handle(), seal_flag::shrink | seal_flag::grow);
  same_refusal("map",
               [&](auto&... e) { forget(sealed_memory::from_handle(scrap.handle(), protection_flag::read, e...)); });
  CHECK(last_failure().find("it has no size yet") != std::string::npos);
  same_refusal("find the seals of",
               [](auto&... e) { forget(sealed_memory::from_handle(no_handle, protection_flag::read, e...)); });
  same_refusal("seal", [&](auto&... e) { none.make_read_only(e...); });
}

TEST_CASE("both forms of a file") {
  const scratch folder;
  file none;
  same_refusal("open", [&](auto&... e) { file made{folder / "missing", open_flag::read, e...}; });
  same_refusal("duplicate", [](auto&... e) { forget(file::duplicate(handle_view{no_handle}, e...)); });
  same_refusal("examine", [&](auto&... e) { forget(std::as_const(none).size(e...)); });
  same_refusal("resize", [&](auto&... e) { none.resize(1, file_growth::allocated, e...); });
  same_refusal("sync", [&](auto&... e) { none.sync(durability::all, e...); });
  same_refusal("lock", [&](auto&... e) { none.lock(e...); });
  same_refusal("lock", [&](auto&... e) { none.lock_shared(e...); });
  same_refusal("lock", [&](auto&... e) { forget(none.try_lock(e...)); });
  same_refusal("lock", [&](auto&... e) { forget(none.try_lock_shared(e...)); });
  same_refusal("unlock", [&](auto&... e) { none.unlock(e...); });
}

TEST_CASE("both forms of the content of a file") {
  const scratch folder;
  const auto missing = folder / "no folder" / "a";
  const auto body = [](file& /*next*/) { FAIL("there is no file"); };
  file_replacement none;
  same_refusal("open", [&](auto&... e) { forget(load(missing, e...)); });
  same_refusal("open", [&](auto&... e) { file_replacement made{missing, e...}; });
  same_refusal("replace", [&](auto&... e) { none.commit(e...); });
  same_refusal("open", [&](auto&... e) { replace_file(missing, "text", e...); });
  same_refusal("open", [&](auto&... e) { replace_file(missing, body, e...); });
}

TEST_CASE("both forms of a mapping for one call") {
  const scratch folder;
  const auto missing = folder / "missing";
  const auto by_mapping = [](mapping& memory) { return memory.size(); };
  const auto by_values = [](void*, backing_file, std::size_t) { FAIL("nothing is mapped"); };
  const mmap_options plain;
  same_refusal("open", [&](auto&... e) { with_mmap(missing, plain, by_mapping, e...); });
  same_refusal("open", [&](auto&... e) { with_mmap(missing, plain, by_values, e...); });
  same_refusal("examine", [&](auto&... e) { with_mmap(handle_view{no_handle}, plain, by_mapping, e...); });
  same_refusal("map", [&](auto&... e) { with_mmap(support::anonymous(0), by_values, e...); });
}

TEST_CASE("both forms of what is asked about regions") {
  const int local = 0;
  const auto* const here = &local;
  if (!supported(call::regions)) {
    same_refusal("list", [](auto&... e) { forget(regions(e...)); });
    same_refusal("list", [&](auto&... e) { forget(find_region(here, e...)); });
  } else {
    std::error_code error;
    CHECK_FALSE(regions(error).empty());
    CHECK_FALSE(error);
    CHECK(find_region(here, error).value().addr == find_region(here).value().addr);
  }
  if (!supported(call::find_region_usage))
    same_refusal("examine", [&](auto&... e) { forget(find_region_usage(here, e...)); });
  if (!supported(call::scan_pages))
    same_refusal("scan", [&](auto&... e) {
      forget(scan_pages(here, page_size(), page_category::present, scan_flag::none, e...));
    });
}
