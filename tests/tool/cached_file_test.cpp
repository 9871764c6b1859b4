#include "cached_file.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include <mmapkit/mmap.hpp>

#include "scratch_file.hpp"

namespace mmapkit::tool {

namespace {

constexpr auto nobody = [](const auto&) {};

std::uint64_t pages_in(const std::vector<cached_file::part>& parts) {
  return std::accumulate(parts.begin(), parts.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const auto& one) { return sum + one.pages; });
}

}  // namespace

TEST_CASE("the parts of a file differ by one page at most, and together are the file") {
  const scratch_file file{std::string(100 * page_size() + 1, 'x')};
  const cached_file cached{file.path()};
  const auto extent = pages_of({}, 100 * page_size() + 1);
  for (const std::uint64_t count : {1U, 2U, 7U, 60U, 100U, 101U, 102U, 1000U}) {
    const auto parts = cached.survey(extent, count, nobody);
    CHECK(parts.size() == std::min<std::uint64_t>(count, 101));
    CHECK(pages_in(parts) == 101);
    for (const auto& one : parts) {
      CHECK(one.pages >= 101 / parts.size());
      CHECK(one.pages <= 101 / parts.size() + 1);
    }
  }
}

TEST_CASE("the parts have as many pages in memory as the whole") {
  const scratch_file file{std::string(50 * page_size(), 'x')};
  const cached_file cached{file.path()};
  const auto extent = pages_of({}, 50 * page_size());
  const auto whole = cached.count_resident(extent);
  CHECK(count_resident(cached.survey(extent, 7, nobody)) == whole);
  if (whole) CHECK(*whole <= 50);
}

TEST_CASE("an empty file has no pages, all of them in memory") {
  const scratch_file file{""};
  const cached_file cached{file.path()};
  CHECK(cached.survey({}, 60, nobody).empty());
  CHECK(cached.count_resident({}) == 0);
}

TEST_CASE("a part that is not known makes the whole unknown") {
  CHECK(count_resident({{3, 1}, {3, 2}}) == 3);
  CHECK(count_resident({{3, 1}, {3, std::nullopt}}) == std::nullopt);
}

TEST_CASE("what cannot be opened is the library's error") { CHECK_THROWS_AS(cached_file{"no such file"}, mmap_error); }

}  // namespace mmapkit::tool
