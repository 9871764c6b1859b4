// What older kernels and other file systems lack, throughout: the other way leads to the same content.
#include <algorithm>
#include <cerrno>
#include <limits>
#include <numeric>
#include <vector>

#include "../../support/child.hpp"
#include "../../support/linux.hpp"
#include "backend/backend.hpp"
#include "backend/linux/kernel.hpp"
#include "trial.hpp"

using namespace mmapkit;
using support::pattern;
using support::scratch;
using sweep::trial;
using sweep::were_made;
using sweep::without;

namespace {

// Every page of a file, in a private view that has stored to every other one: each of those is a run of its own.
class checkered {
 public:
  explicit checkered(std::size_t pages) : view_{make(pages)} {
    for (std::size_t i = 0; i < pages; i += 2) page(i)[0] = std::byte{'#'};
  }

  std::byte* page(std::size_t number) { return view_.writable_bytes().data() + number * page_size(); }

 private:
  mapping make(std::size_t pages) {
    auto options = support::private_writable();
    options.size = pages * page_size();
    return mapping{folder_.file("data.bin", pattern(pages * page_size())), options};
  }

  const scratch folder_;
  mapping view_;
};

// The runs of a range by each of the two ways.
std::vector<page_run> runs_of(trial& one, const std::byte* first, std::size_t pages, std::size_t most,
                              const void*& rest) {
  std::vector<page_run> runs(most);
  std::error_code error;
  std::size_t count = 0;
  one.act([&] { count = backend::copy_on_write_pages(first, pages * page_size(), runs, rest, error); });
  CHECK_FALSE(error);
  runs.resize(count);
  return runs;
}

}  // namespace

TEST_CASE("the pages that were stored to are the same without PAGEMAP_SCAN, to the last of the range") {
  constexpr std::size_t pages = 1100;  // more than are read at once
  checkered memory{pages};
  for (const std::size_t asked : {std::size_t{1}, std::size_t{2}, std::size_t{512}, std::size_t{513}, pages - 2})
    for (const std::size_t most : {std::size_t{1}, std::size_t{7}, pages}) {
      CAPTURE(asked);
      CAPTURE(most);
      auto older = without("ioctl", ENOTTY);
      const void* rest = nullptr;
      const auto runs = runs_of(older, memory.page(0), asked, most, rest);
      CHECK(were_made("pread"));
      const auto wanted = std::min((asked + 1) / 2, most);
      REQUIRE(runs.size() == wanted);
      for (std::size_t i = 0; i < wanted; ++i) {
        CHECK(runs[i].addr == memory.page(2 * i));
        CHECK(runs[i].size == page_size());
      }
      CHECK(rest == (wanted == (asked + 1) / 2 ? memory.page(asked) : memory.page(2 * wanted)));
    }
}

TEST_CASE("pages side by side are one run without PAGEMAP_SCAN") {
  checkered memory{8};
  for (const auto number : {std::size_t{1}, std::size_t{3}}) memory.page(number)[0] = std::byte{'#'};
  auto older = without("ioctl", ENOTTY);
  const void* rest = nullptr;
  const auto runs = runs_of(older, memory.page(0), 8, 8, rest);
  REQUIRE(runs.size() == 2);
  CHECK(runs[0].addr == memory.page(0));
  CHECK(runs[0].size == 5 * page_size());
  CHECK(runs[1].addr == memory.page(6));
}

TEST_CASE("a growable file keeps every element where the file system has no fallocate") {
  for (const int code : {EOPNOTSUPP, ENOSYS}) {
    const scratch folder;
    const auto path = folder / "numbers";
    std::vector<int> expected(300'000);
    std::iota(expected.begin(), expected.begin() + 30'000, 1);
    {
      growable_file<int> numbers{path, std::size_t{1} << 20};
      numbers.resize(30'000);
      std::iota(numbers.begin(), numbers.end(), 1);
      auto one = without("fallocate", code);
      REQUIRE(one.act([&] { numbers.resize(expected.size()); }));
      CHECK(were_made("pwrite"));
      CHECK(std::ranges::equal(numbers, expected));
    }
    CHECK(support::read_file(path) == support::text(expected.data(), expected.size() * sizeof(int)));
  }
}

TEST_CASE("a file is written whole where the kernel takes less at a time") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(100));
  const auto file = open_file(path, support::open_read_write);
  const auto text = pattern(5000);
  for (const auto* call : {"pwrite", "pwritev2"}) {
    trial one{sweep::fault{.every = call, .bytes = 1000}};
    std::error_code error;
    const bool durable = std::string_view{call} == "pwritev2";
    one.act([&] { CHECK(backend::write_file(file, 5, std::as_bytes(std::span{text}), durable, error)); });
    CHECK_FALSE(error);
    CHECK(std::ranges::count(sweep::names_of_calls(), call) == 5);
    CHECK(support::read_file(path) == pattern(5) + text);
  }
  close_file(file);
}

TEST_CASE("a shared mapping is made without MAP_SHARED_VALIDATE") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(100));
  auto one = without("mmap MAP_SHARED_VALIDATE", EINVAL);
  mapping file;
  REQUIRE(one.act([&] { file = mapping{path, support::shared_writable()}; }));
  file.writable_bytes()[0] = std::byte{'#'};
  auto expected = pattern(100);
  expected.front() = '#';
  CHECK(support::read_file(path) == expected);
}

TEST_CASE("a snapshot keeps its content where the kernel has neither PAGEMAP_SCAN nor a mremap that leaves its place") {
  for (const auto& [call, code] : {std::pair{"ioctl", ENOTTY}, std::pair{"mremap", EINVAL}}) {
    const std::string missing = call;  // Clang 14 captures no structured binding
    CAPTURE(missing);
    freezable memory{64 * page_size()};
    std::ranges::fill(memory.writable_bytes(), std::byte{1});
    snapshot first;
    snapshot second;
    auto one = without(call, code);
    REQUIRE(one.act([&] {
      first = memory.freeze();
      for (std::size_t at = 0; at < memory.size(); at += 3 * page_size()) memory.writable_bytes()[at] = std::byte{2};
      second = memory.freeze();
    }));
    std::ranges::fill(memory.writable_bytes(), std::byte{3});
    CHECK(std::ranges::all_of(first.bytes(), [](std::byte byte) { return byte == std::byte{1}; }));
    for (std::size_t at = 0; at < second.bytes().size(); at += page_size())
      CHECK(second.bytes()[at] == (at % (3 * page_size()) == 0 ? std::byte{2} : std::byte{1}));
  }
}

TEST_CASE("an old kernel, which hides nothing, is believed about residency") {
  const scratch folder;
  const mapping file{folder.file("data.bin", pattern(2 * page_size()))};
  REQUIRE(file.text() == pattern(2 * page_size()));
  auto one = without("uname", EFAULT);
  residency counted;
  REQUIRE(one.act([&] { counted = file.residency(); }));
  CHECK(were_made("uname"));
  CHECK(counted.resident == 2);
  CHECK(counted.known);
}

TEST_CASE("writing that is to be scheduled is, where the file has no such call") {
  for (const int code : {EINVAL, ESPIPE, ENOSYS, EBADF}) {
    const scratch folder;
    mapping file{folder.file("data.bin", pattern(100)), support::shared_writable()};
    auto one = without("sync_file_range", code);
    CHECK(one.act([&] { file.sync(durability::scheduled); }));
    CHECK(sweep::names_of_calls() == std::vector<std::string_view>{"statx", "sync_file_range", "msync"});
  }
}

TEST_CASE("a write that has begun, and fails then, is told and not made up for by a store") {
  for (const int code : {EFBIG, EPERM, EIO}) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(100));
    mapping file{path, support::shared_writable()};
    trial one{sweep::fault{.call = 3, .bytes = 3, .next_code = code}};
    CHECK_FALSE(one.act([&] { file.write_through(10, std::as_bytes(std::span{"through", 7})); }));
    CHECK(one.told() == std::error_code{code, std::system_category()});
    CHECK(support::read_file(path).substr(10, 7) == "thr" + pattern(100).substr(13, 4));
  }
}

TEST_CASE("advice to many ranges ends where the kernel ended") {
  mapping memory{support::anonymous(4 * page_size())};
  const std::vector<std::span<std::byte>> ranges(3, memory.writable_bytes());
  trial one{sweep::fault{.every = "process_madvise", .bytes = page_size()}};
  std::size_t advised = 0;
  if (!supported(call::process_madvise)) return;
  REQUIRE(one.act([&] { advised = process_madvise(no_handle, ranges, advice::cold); }));
  CHECK(advised == page_size());
}

TEST_CASE("memory that no address space holds is refused, and nothing is mapped") {
  const auto regions = support::mapped_regions();
  constexpr auto most = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> lengths{most, most - 1, most - page_size(), most - 2 * page_size()};
  if (support::exceeds_addresses(most / 2)) lengths.push_back(most / 2);
  for (const std::size_t length : lengths)
    for (const std::size_t alignment : {std::size_t{0}, 2 * page_size(), std::size_t{2} << 20}) {
      CAPTURE(length);
      CAPTURE(alignment);
      std::error_code error;
      CHECK(backend::reserve_range(length, alignment, error) == nullptr);
      CHECK(error == std::errc::not_enough_memory);
    }
  CHECK(support::mapped_regions() <= regions + support::region_noise);
}

TEST_CASE("regions are asked for one by one where the kernel answers that") {
  int there = 0;
  region found;
  trial one{sweep::nowhere, 0};
  REQUIRE(one.act([&] { found = find_region(&there).value(); }));
  if (backend::kernel_is_at_least(6, 11))
    CHECK(sweep::names_of_calls() == std::vector<std::string_view>{"open", "ioctl", "close"});
  auto older = without("ioctl", ENOTTY);
  region listed;
  REQUIRE(older.act([&] { listed = find_region(&there).value(); }));
  CHECK(were_made("read"));
  CHECK(listed.addr == found.addr);
  CHECK(listed.size == found.size);
  CHECK(listed.protection == found.protection);
  CHECK(listed.name == found.name);
}

TEST_CASE("a region whose counts cannot be had: the error says of which byte") {
  int there = 0;
  std::string words;
  auto one = without("open", EACCES);
  CHECK_FALSE(one.act([&] {
    try {
      static_cast<void>(find_region_usage(&there));
    } catch (const mmap_error& error) {
      words = error.what();
      throw;
    }
  }));
  CAPTURE(words);
  CHECK(words.find("1 bytes at 0x") != std::string::npos);
}

TEST_CASE("where there is no room for a mapping that grows nothing is done to its file") {
  const scratch folder;
  const auto path = folder.file("data.bin", "");
  mapping file{path, support::shared_writable()};
  auto one = without("mmap", ENOMEM);
  CHECK_FALSE(one.act([&] { file.resize(2 * page_size()); }));
  CHECK(std::filesystem::file_size(path) == 0);
}

TEST_CASE("required huge pages that cannot be had are an error too where no advice of the kernel's puts them there") {
  const support::huge_page_pool pool{2, 2 * support::mebibyte};
  const support::group_without_huge_pages group;
  if (!pool.there() || !group.there()) {
    MESSAGE("no control group without huge pages can be had here: not tried");
    return;
  }
  const auto allocate_without_advice = [](bool has_pages) {
    const allocate_options huge{.huge_pages = huge_page_use::required, .page_size = 2 * support::mebibyte};
    auto one = without("madvise MADV_POPULATE", EINVAL);
    allocation memory;
    one.act([&] { memory = allocate(4 * support::mebibyte, huge); });
    if (!has_pages) return !memory && one.told() == std::errc::not_enough_memory;
    return !one.told() && memory.state().resident == memory.size();
  };
  CHECK(allocate_without_advice(true));
  const auto end =
      support::in_child_with_handlers([&] { return group.enter() && allocate_without_advice(false) ? 0 : 1; });
  CHECK(end.code == 0);
}

TEST_CASE("a typed file is read, and not stored to, where its file system has private mappings alone") {
  const scratch folder;
  const auto path = folder / "numbers";
  typed_file<int>::create(path, 1000)[999] = 7;
  auto reading = without("mmap MAP_SHARED_VALIDATE", ENODEV);
  CHECK(reading.act([&] { CHECK(typed_file<int>::open(path)[999] == 7); }));
  auto writing = without("mmap MAP_SHARED_VALIDATE", ENODEV);
  CHECK_FALSE(writing.act([&] { static_cast<void>(typed_file<int>::open(path, support::read_write)); }));
  CHECK(writing.told() == std::errc::no_such_device);
}
