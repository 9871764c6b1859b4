// What macOS alone offers.
#include <sys/mman.h>

#include <algorithm>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

mapping anonymous_with(mmap_flag flags, std::size_t size) {
  auto options = support::anonymous(size);
  options.mmap |= flags;
  return mapping{options};
}

// The first byte that a child process sees there, as its exit status.
int seen_by_child(const std::byte* addr) {
  return support::in_child([addr] { return std::to_integer<int>(*addr); }).code;
}

}  // namespace

TEST_CASE("flags of macOS have the numbers of its headers") {
  CHECK(native_value(mmap_flag::jit) == std::uint32_t{MAP_JIT});
  CHECK(native_value(mmap_flag::no_cache) == std::uint32_t{MAP_NOCACHE});
  CHECK(native_value(mmap_flag::resilient_media) == std::uint32_t{MAP_RESILIENT_MEDIA});
  CHECK(native_value(mmap_flag::resilient_codesign) == std::uint32_t{MAP_RESILIENT_CODESIGN});
  CHECK(native_value(msync_flag::kill_pages) == std::uint32_t{MS_KILLPAGES});
  CHECK(native_value(advice::free_reusable) == std::uint32_t{MADV_FREE_REUSABLE});
}

TEST_CASE("no_cache and has_semaphore give memory like any other") {
  for (const auto flag : {mmap_flag::no_cache, mmap_flag::has_semaphore}) {
    auto memory = anonymous_with(flag, page_size());
    memory.writable_bytes()[0] = std::byte{1};
    CHECK(memory.bytes()[0] == std::byte{1});
  }
}

TEST_CASE("jit gives memory that is written and run") {
  auto options = support::anonymous(page_size());
  options.mmap |= mmap_flag::jit;
  options.protection |= protection_flag::exec;
  const mapping memory{options};
  CHECK(memory.size() == page_size());
}

TEST_CASE("beyond the end of its file, resilient_media reads zeros instead of a fault") {
  const scratch folder;
  const auto path = folder.file("data", std::string(2 * page_size(), 'x'));
  const mapping view{path, {.mmap = mmap_flag::private_ | mmap_flag::resilient_media}};
  std::filesystem::resize_file(path, 0);
  CHECK(std::all_of(view.bytes().begin(), view.bytes().end(), [](std::byte one) { return one == std::byte{}; }));
}

TEST_CASE("resilient_media is refused for a shared mapping, which the kernel would not make resilient") {
  const scratch folder;
  const auto path = folder.file("data", std::string(page_size(), 'x'));
  CHECK(caught([&] {
          const mapping view{path, {.mmap = mmap_flag::shared | mmap_flag::resilient_media}};
        }).code() == std::errc::invalid_argument);
}

TEST_CASE("kill_pages and deactivate keep what a private mapping of a file shows") {
  const scratch folder;
  const auto content = support::pattern(page_size());
  const mapping view{folder.file("data", content)};
  for (const auto flag : {msync_flag::kill_pages, msync_flag::deactivate}) {
    std::error_code may_not_suit;
    msync(const_cast<std::byte*>(view.data()), view.size(), msync_flag::async | flag, may_not_suit);
    CHECK(view.text() == content);
  }
}

TEST_CASE("free_reusable memory is used again after free_reuse") {
  auto memory = anonymous_with({}, page_size());
  memory.writable_bytes()[0] = std::byte{1};
  memory.advise(discarding{advice::free_reusable});
  memory.advise(advice::free_reuse);
  memory.writable_bytes()[0] = std::byte{2};
  CHECK(memory.bytes()[0] == std::byte{2});
}

TEST_CASE("a child shares memory, or gets a copy, as minherit says") {
  auto memory = anonymous_with({}, page_size());
  memory.writable_bytes()[0] = std::byte{7};
  for (const auto what : {inherit::share, inherit::copy}) {
    minherit(memory.data(), memory.size(), what);
    CHECK(seen_by_child(memory.data()) == 7);
  }
  minherit(memory.data(), memory.size(), inherit::none);
  CHECK(seen_by_child(memory.data()) == -1);
}

TEST_CASE("mlockall is not there, and says so by name") {
  CHECK_FALSE(supported(call::mlockall));
  CHECK(caught([] { mlockall(mlockall_flag::current); }).code() == std::errc::operation_not_supported);
}

TEST_CASE("allocating where the file has a hole is refused: nothing fills it without a race") {
  const scratch folder;
  const auto path = folder.file("data", "");
  std::filesystem::resize_file(path, 1 << 20);
  const support::plain_file file{path, support::file_access::write};
  CHECK(caught([&] { fallocate(file.get(), fallocate_mode::allocate, 0, 1 << 20); }).code() ==
        std::errc::operation_not_supported);
}

TEST_CASE("a region has its file's offset, and memory of malloc its purpose") {
  const scratch folder;
  const mapping view{folder.file("data", support::pattern(2 * page_size())), {.offset = page_size()}};
  const auto found = find_region(view.data());
  REQUIRE(found);
  CHECK(found->offset == page_size());
  const auto all = regions();
  CHECK(std::any_of(all.begin(), all.end(), [](const region& one) { return one.name == "[malloc]"; }));
}
