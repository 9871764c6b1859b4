// By which calls pages are asked for, and files loaded into memory.
#include <algorithm>
#include <cerrno>
#include <mmapkit/load_into_memory.hpp>
#include <mmapkit/prefetch.hpp>
#include <vector>

#include "trial.hpp"

using namespace mmapkit;
using support::pattern;
using support::scratch;
using sweep::every_call;
using sweep::trial;
using sweep::without;

namespace {

constexpr std::size_t longest_piece = std::size_t{128} << 10;

auto times_made(std::string_view call) { return std::ranges::count(sweep::names_of_calls(), call); }

}  // namespace

TEST_CASE("parts are asked for by one call for 64 of them, neighbours as one, and long ones in pieces") {
  if (!supported(call::process_madvise) || !sweep::kernel_is_at_least(6, 1)) {
    MESSAGE("untried: the advice is none of process_madvise before Linux 6.1");
    return;
  }
  const scratch folder;
  const mapping file{folder.file("data", pattern(100 * 2 * page_size()))};
  std::vector<std::span<const std::byte>> parts;
  for (std::size_t i = 0; i < 100; ++i) parts.push_back(file.bytes().subspan(2 * i * page_size(), 1));
  file.prefetch(0, 1);  // whether the system has the advice is asked once
  trial apart{sweep::nowhere, 0};
  REQUIRE(apart.act([&] { file.prefetch(parts); }));
  const bool asks_twice = !sweep::kernel_is_at_least(6, 14);
  CHECK(times_made("process_madvise") == (asks_twice ? 4 : 2));
  CHECK(times_made("madvise") == 0);
  for (std::size_t i = 0; i < 100; ++i) parts[i] = file.bytes().subspan(i * 100, 100);
  trial together{sweep::nowhere, 0};
  REQUIRE(together.act([&] { file.prefetch(parts); }));
  CHECK(times_made("process_madvise") == (asks_twice ? 2 : 1));
}

TEST_CASE("where the kernel does not take many ranges at once each piece is asked for by itself") {
  const scratch folder;
  const mapping file{folder.file("data", pattern(70 * longest_piece))};
  file.prefetch(0, 1);  // whether the system has the advice is asked once
  auto one = without("process_madvise", EPERM);
  REQUIRE(one.act([&] { file.prefetch(); }));
  CHECK(times_made("madvise") == 70);
  CHECK(times_made("process_madvise") <= 2);  // it is not tried for each batch
}

TEST_CASE("a file that is loaded into memory is there whole or not at all") {
  const scratch folder;
  const auto path = folder.file("data", pattern(2 * page_size()));
  every_call({{"close"}, {"madvise"}}, [&](trial& one) {
    allocation memory;
    if (one.act([&] { memory = load_into_memory(path, {.prefault_threads = 1}); }))
      CHECK(memory.text() == pattern(2 * page_size()));
    else
      CHECK_FALSE(memory);
  });
}
