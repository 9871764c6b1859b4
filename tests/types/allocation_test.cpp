#include <algorithm>
#include <cstring>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::mebibyte;

namespace {

bool is_zero(std::span<const std::byte> bytes) {
  return std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{}; });
}

std::size_t address_of(const allocation& memory) { return reinterpret_cast<std::uintptr_t>(memory.data()); }

}  // namespace

TEST_CASE("memory of any size is zeros, and can be written to its end") {
  for (const std::size_t size : {std::size_t{1}, page_size(), page_size() + 1, 5 * mebibyte + 3}) {
    CAPTURE(size);
    auto memory = allocate(size);
    CHECK(memory.size() == size);
    CHECK(address_of(memory) % page_size() == 0);
    CHECK(is_zero(memory.bytes()));
    std::memset(memory.data(), 7, size);
    CHECK(memory.bytes().back() == std::byte{7});
  }
}

TEST_CASE("the size 0 and sizes beyond all addresses are refused") {
  const auto regions = support::mapped_regions();
  CHECK(caught([] { return allocate(0); }).code() == std::errc::invalid_argument);
  for (const auto size : {std::numeric_limits<std::size_t>::max(), std::numeric_limits<std::size_t>::max() / 16 * 15}) {
    const auto error = caught([&] { return allocate(size); });
    CHECK(error.code() == std::errc::not_enough_memory);
    CHECK(std::string_view{error.what()}.find(std::to_string(size)) != std::string_view::npos);
  }
  CHECK(support::mapped_regions() <= regions + support::region_noise);
}

TEST_CASE("guards stand directly before and behind the memory's pages") {
  auto memory = allocate(page_size() + 1, {.guard_before = 1, .guard_after = page_size() + 1});
  CHECK_FALSE(support::readable(memory.data() - 1));
  CHECK(support::writable(memory.data()));
  CHECK(support::writable(memory.data() + 2 * page_size() - 1));
  CHECK_FALSE(support::readable(memory.data() + 2 * page_size()));
  CHECK_FALSE(support::readable(memory.data() + 4 * page_size() - 1));
}

TEST_CASE("guards keep the alignment") {
  const auto memory = allocate(mebibyte, {.guard_before = 1, .place = {.alignment = 4 * mebibyte}});
  CHECK(address_of(memory) % (4 * mebibyte) == 0);
  CHECK_FALSE(support::readable(memory.data() - 1));
}

TEST_CASE("memory that is filled at once is in memory, by any number of threads") {
  for (const unsigned threads : {1U, 2U, 3U, 64U}) {
    CAPTURE(threads);
    const auto memory = allocate(9 * mebibyte + 5, {.prefault_threads = threads});
    // QEMU forgets the advice.
    if (supported(call::mincore) && !support::emulated) CHECK(memory.state().resident >= memory.size());
    CHECK(is_zero(memory.bytes()));
  }
}

TEST_CASE("memory that nobody touched is not in memory") {
  const auto memory = allocate(9 * mebibyte);
  CHECK(memory.state().resident == 0);
}

TEST_CASE("memory of small pages alone has no huge ones") {
  const auto memory = allocate(8 * mebibyte, {.huge_pages = huge_page_use::never, .prefault_threads = 1});
  CHECK(memory.state().huge == 0);
  CHECK(memory.state().page_size == page_size());
}

TEST_CASE("a page size is for required huge pages, and has to be one that the system has") {
  CHECK(caught([] { return allocate(1, {.page_size = 2 * mebibyte}); }).code() == std::errc::invalid_argument);
  std::error_code error;
  const auto none = allocate(1, {.huge_pages = huge_page_use::required, .page_size = 12345}, error);
  CHECK_FALSE(none);
  CHECK((error == std::errc::invalid_argument || error == std::errc::operation_not_supported));
}

TEST_CASE("required huge pages are had, or an error") {
  std::error_code error;
  auto memory = allocate(1, {.huge_pages = huge_page_use::required}, error);
  CHECK(static_cast<bool>(memory) == !error);
  if (!memory) return;
  CHECK(memory.state().page_size > page_size());
  CHECK(address_of(memory) % memory.state().page_size == 0);
  memory.unmap();
}

TEST_CASE("what a system lacks is refused, and nothing stays behind") {
  const auto failure = [](const allocate_options& options) {
    std::error_code error;
    static_cast<void>(allocate(page_size(), options, error));
    return error;
  };
  failure({.dont_fork = true});  // what is made at first use stays
  const auto regions = support::mapped_regions();
  const auto dump = failure({.dont_dump = true});
  CHECK((dump ? dump == std::errc::operation_not_supported : supported(advice::dont_dump)));
  const auto fork = failure({.wipe_on_fork = true});
  CHECK((fork ? fork == std::errc::operation_not_supported : supported(advice::wipe_on_fork)));
  const auto kept = failure({.dont_fork = true});
  CHECK(
      (kept ? kept == std::errc::operation_not_supported : supported(advice::dont_fork) || supported(call::minherit)));
  const auto node = failure({.numa_node = 5000});
  CHECK((node == std::errc::invalid_argument || node == std::errc::operation_not_supported));
  CHECK(support::mapped_regions() <= regions + support::region_noise);
}

TEST_CASE("memory can be locked") {
  auto memory = allocate(4 * page_size(), {.lock = true});
  CHECK(is_zero(memory.bytes()));
  if (supported(call::mincore)) CHECK(memory.state().resident == 4 * page_size());
}

TEST_CASE("an allocation moves, and gives its memory back once") {
  auto first = allocate(mebibyte);
  auto* const data = first.data();
  *data = std::byte{7};
  auto second = std::move(first);
  CHECK_FALSE(first);  // NOLINT(bugprone-use-after-move): that is the question
  CHECK(first.bytes().empty());
  CHECK(second.data() == data);
  auto& same = second;
  second = std::move(same);
  CHECK(*second.data() == std::byte{7});
  second.unmap();
  CHECK_FALSE(support::is_mapped(data));
  second.unmap();
}

TEST_CASE("allocations leave nothing behind") {
  const auto regions = support::mapped_regions();
  for (int i = 0; i < 1000; ++i) {
    auto memory = allocate(5 * mebibyte, {.guard_before = 1, .guard_after = 1});
    *memory.data() = std::byte{1};
  }
  CHECK(support::mapped_regions() <= regions + support::region_noise);
}

TEST_CASE("memory is seen as elements") {
  auto memory = allocate(10 * sizeof(std::uint64_t));
  CHECK(memory.as<std::uint64_t>().size() == 10);
  memory.as_writable<std::uint64_t>().back() = 7;
  std::uint64_t last = 0;
  std::memcpy(&last, memory.data() + 9 * sizeof last, sizeof last);
  CHECK(last == 7);
}

TEST_CASE("more threads than pages fill memory too") {
  const auto memory = allocate(3 * page_size(), {.prefault_threads = 5'000'000});
  CHECK(memory.size() == 3 * page_size());
}

TEST_CASE("a guard that has no room below the address is refused, and so is an address within a page") {
  auto* const low = reinterpret_cast<void*>(std::uintptr_t{1} << 20);
  CHECK(caught([&] { return allocate(1, {.guard_before = std::size_t{1} << 20, .place = {.address = low}}); }).code() ==
        std::errc::not_enough_memory);
  auto* const odd = reinterpret_cast<void*>((std::uintptr_t{1} << 20) + 1);
  CHECK(caught([&] { return allocate(1, {.place = {.address = odd}}); }).code() == std::errc::invalid_argument);
}
