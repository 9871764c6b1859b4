#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::mebibyte;

namespace {

bool all_are(std::span<const std::byte> bytes, int value) {
  return std::all_of(bytes.begin(), bytes.end(), [&](std::byte b) { return b == std::byte(value); });
}

void fill(std::span<std::byte> bytes, int value) { std::fill(bytes.begin(), bytes.end(), std::byte(value)); }

}  // namespace

TEST_CASE("a snapshot keeps what the memory held, whatever is stored to it later") {
  freezable memory{5 * page_size() + 100};
  CHECK(memory.size() == 5 * page_size() + 100);
  CHECK(all_are(memory.bytes(), 0));
  fill(memory.writable_bytes(), 1);
  const auto* const place = memory.data();
  const snapshot before = memory.freeze();
  CHECK(memory.data() == place);
  CHECK(before.size() == memory.size());
  CHECK(all_are(memory.bytes(), 1));
  fill(memory.writable_bytes(), 2);
  CHECK(all_are(before.bytes(), 1));
  CHECK(all_are(memory.bytes(), 2));
}

TEST_CASE("the memory does not see what is stored to a snapshot, nor does another snapshot") {
  freezable memory{3 * page_size()};
  fill(memory.writable_bytes(), 1);
  snapshot first = memory.freeze();
  snapshot second = memory.freeze();
  first.writable_bytes()[0] = std::byte{7};
  second.writable_bytes()[page_size()] = std::byte{8};
  CHECK(all_are(memory.bytes(), 1));
  CHECK(second.bytes()[0] == std::byte{1});
  CHECK(first.bytes()[page_size()] == std::byte{1});
  const snapshot third = memory.freeze();
  CHECK(all_are(third.bytes(), 1));
  CHECK(first.bytes()[0] == std::byte{7});
}

TEST_CASE("each of many snapshots keeps its own time") {
  freezable memory{20 * page_size()};
  std::vector<snapshot> all;
  std::vector<std::vector<std::byte>> expected;
  std::mt19937 random{7};
  for (int round = 0; round < 40; ++round) {
    for (int i = 0; i < 5; ++i) memory.writable_bytes()[random() % memory.size()] = std::byte(random() % 256);
    expected.emplace_back(memory.bytes().begin(), memory.bytes().end());
    all.push_back(memory.freeze());
    if (round % 7 == 6) {
      const auto gone = static_cast<std::ptrdiff_t>(random() % all.size());
      all.erase(all.begin() + gone);
      expected.erase(expected.begin() + gone);
    }
    if (round % 5 == 4) {
      const auto changed = random() % all.size();
      const auto at = random() % memory.size();
      all[changed].writable_bytes()[at] = expected[changed][at] = std::byte(random() % 256);
    }
    for (std::size_t i = 0; i < all.size(); ++i)
      REQUIRE(std::equal(expected[i].begin(), expected[i].end(), all[i].bytes().begin()));
  }
}

TEST_CASE("a snapshot outlives what it was taken of") {
  snapshot kept;
  const std::byte* place = nullptr;
  {
    freezable memory{2 * page_size()};
    place = memory.data();
    fill(memory.writable_bytes(), 4);
    kept = memory.freeze();
    fill(memory.writable_bytes(), 5);
  }
  CHECK_FALSE(support::is_mapped(place));
  CHECK(all_are(kept.bytes(), 4));
  fill(kept.writable_bytes(), 6);
  CHECK(all_are(kept.bytes(), 6));
}

TEST_CASE("memory and handles are given back with the last owner") {
  const auto handles = support::open_files();
  const auto regions = support::mapped_regions();
  {
    freezable memory{4 * mebibyte};
    const auto first = memory.freeze();
    fill(memory.writable_bytes(), 1);
    auto second = memory.freeze();
    auto third = std::move(second);
    CHECK_FALSE(second);
    second = memory.freeze();
    second.unmap();
    second.unmap();
    CHECK(third.bytes()[0] == std::byte{1});
    freezable other{page_size()};
    other = std::move(memory);
    CHECK_FALSE(memory);
    CHECK(memory.size() == 0);
    CHECK(caught([&] { return memory.freeze(); }).code() == std::errc::invalid_argument);
  }
  CHECK(support::open_files() == handles);
  CHECK(support::mapped_regions() <= regions + support::region_noise);
}

TEST_CASE("pages that nobody changed are in memory once") {
  if (!supported(call::find_region_usage) || support::emulated) return;
  freezable memory{16 * mebibyte};
  fill(memory.writable_bytes(), 1);
  const auto first = memory.freeze();
  memory.writable_bytes()[0] = std::byte{2};
  memory.writable_bytes()[5 * mebibyte] = std::byte{2};
  const auto second = memory.freeze();
  memory.writable_bytes()[9 * mebibyte] = std::byte{2};
  CHECK(all_are(second.bytes().subspan(page_size(), 4 * mebibyte), 1));
  const auto own = [](const std::byte* at) { return find_region_usage(at)->anonymous; };
  CHECK(own(first.data()) == 2 * page_size());
  CHECK(own(second.data()) == 0);
  CHECK(own(memory.data()) == page_size());
}

TEST_CASE("the pages that are mapped when memory is first frozen are not walked one by one") {
  if (!supported(mremap_flag::dont_unmap) || support::emulated) return;
  freezable memory{64 * mebibyte};
  fill(memory.writable_bytes(), 1);
  const auto first = memory.freeze();
  // What had been mapped is aside, and still is: the original and the snapshot have none of it yet.
  CHECK(find_region_usage(memory.data())->resident == 0);
  CHECK(find_region_usage(first.data())->resident == 0);
}

TEST_CASE("a freezable has at least one byte, and fits the address space") {
  CHECK(caught([] { return freezable{0}; }).code() == std::errc::invalid_argument);
  CHECK(caught([] { return freezable{SIZE_MAX}; }).code() == std::errc::not_enough_memory);
  CHECK(caught([] { return freezable{SIZE_MAX / 2}; }).code() == std::errc::not_enough_memory);
}
