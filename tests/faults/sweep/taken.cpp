// Addresses that another thread takes between two calls: mmap tells EEXIST, and the work is done at others.
#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>
#include <vector>

#include <mmapkit/growable_file.hpp>

#include "trial.hpp"

using namespace mmapkit;
using support::mebibyte;
using sweep::trial;

namespace {

// Where among its calls the operation maps.
template <class Act>
std::vector<int> calls_that_map(Act act) {
  trial plain{sweep::nowhere, 0};
  REQUIRE(plain.act(act));
  std::vector<int> found;
  const auto calls = sweep::names_of_calls();
  for (std::size_t i = 0; i < calls.size(); ++i)
    if (calls[i].starts_with("mmap")) found.push_back(static_cast<int>(i));
  REQUIRE_FALSE(found.empty());
  return found;
}

}  // namespace

TEST_CASE("memory within limits is put elsewhere where the first gap is taken") {
  const allocate_options low{.huge_pages = huge_page_use::never,
                             .place = {.lowest = 0x1000'0000, .highest = 0x7fff'ffff}};
  allocation memory;
  const auto act = [&] { memory = allocate(mebibyte, low); };
  for (const int call : calls_that_map(act)) {
    trial one{call, EEXIST};
    REQUIRE(one.act(act));
    CHECK(reinterpret_cast<std::uintptr_t>(memory.data()) + memory.size() - 1 <= 0x7fff'ffff);
    std::ranges::fill(memory.writable_bytes(), std::byte{1});
  }
}

TEST_CASE("a mirrored buffer is made where nobody takes its addresses, or there is an error") {
  mirrored_buffer buffer;
  const auto act = [&] { buffer = mirrored_buffer{page_size()}; };
  auto calls = calls_that_map(act);
  calls.erase(calls.begin());  // which reserves, at any address
  for (const int call : calls) {
    trial one{call, EEXIST};
    REQUIRE(one.act(act));
    buffer.data()[0] = std::byte{7};
    CHECK(buffer.data()[buffer.size()] == std::byte{7});
    buffer.data()[0] = std::byte{};
  }
  trial never{sweep::fault{.every = "mmap", .code = EEXIST}};
  CHECK_FALSE(never.act(act));
  CHECK(never.told() == std::errc::file_exists);
}

TEST_CASE("memory that is frozen moves to where nobody is, and snapshots keep what they had") {
  const auto tried = [](trial& one) {
    freezable memory{4 * page_size()};
    std::ranges::fill(memory.writable_bytes(), std::byte{1});
    snapshot first;
    snapshot second;
    const bool done = one.act([&] {
      first = memory.freeze();
      memory.writable_bytes()[0] = std::byte{2};
      second = memory.freeze();
    });
    memory.writable_bytes()[0] = std::byte{3};
    if (!done) return;
    CHECK(first.bytes()[0] == std::byte{1});
    CHECK(second.bytes()[0] == std::byte{2});
    CHECK(second.bytes()[page_size()] == std::byte{1});
  };
  trial plain{sweep::nowhere, 0};
  tried(plain);
  const auto calls = sweep::names_of_calls();
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (!calls[i].starts_with("mmap")) continue;
    trial one{static_cast<int>(i), EEXIST};
    tried(one);
  }
}

TEST_CASE("a file grows no more where the addresses behind it are taken, and keeps its elements") {
  const support::scratch folder;
  const auto path = folder / "numbers";
  growable_file<int> numbers{path, mebibyte};
  numbers.push_back(7);
  trial one{sweep::fault{.every = "mmap", .code = EEXIST}};
  trial other{sweep::fault{.every = "mmap MAP_SHARED_VALIDATE", .code = EEXIST}};
  for (auto* tried : {&one, &other}) {
    if (tried->act([&] { numbers.resize(100'000); })) continue;
    CHECK(tried->told() == std::errc::not_enough_memory);
    CHECK(numbers.size() == 1);
    CHECK(numbers.capacity() * sizeof(int) <= mebibyte);
  }
  CHECK(numbers[0] == 7);
  numbers.close();
  const growable_file<int> again{path, mebibyte};
  CHECK(again[0] == 7);
}
