#include "files/cached_file.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include <mmapkit/calls/page_size.hpp>
#include <mmapkit/flags/error.hpp>

#include "commands/memory_commands.hpp"
#include "scratch_file.hpp"

namespace mmapkit::tool {

namespace {

constexpr auto nobody = [](std::uint64_t) {};

std::uint64_t pages_in(const std::vector<cached_file::part>& parts) {
  return std::accumulate(parts.begin(), parts.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const auto& one) { return sum + one.pages; });
}

}  // namespace

TEST_CASE("the parts of a file differ by one page at most, and together are the file") {
  const scratch_file file{std::string(100 * page_size() + 1, 'x')};
  const cached_file cached{file.path(), pages_of({}, 100 * page_size() + 1)};
  for (const std::uint64_t count : {1U, 2U, 7U, 60U, 100U, 101U, 102U, 1000U}) {
    const auto parts = cached.survey(count, nobody).parts;
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
  const cached_file cached{file.path(), pages_of({}, 50 * page_size())};
  const auto whole = cached.count_resident();
  CHECK(count_resident(cached.survey(7, nobody).parts) == whole);
  if (whole) CHECK(*whole <= 50);
}

TEST_CASE("an empty file has no pages, all of them in memory") {
  const scratch_file file{""};
  const cached_file cached{file.path(), {}};
  CHECK(cached.survey(60, nobody).parts.empty());
  CHECK(cached.count_resident() == 0);
}

TEST_CASE("a part that is not known makes the whole unknown") {
  CHECK(count_resident({{3, 1}, {3, 2}}) == 3);
  CHECK(count_resident({{3, 1}, {3, std::nullopt}}) == std::nullopt);
}

TEST_CASE("where a file was cut short that is the reason, whatever the system says") {
  const scratch_file file{std::string(3 * page_size(), 'x')};
  const cached_file cached{file.path(), pages_of({}, 3 * page_size())};
  CHECK_THROWS_WITH(cached.fail("read", std::make_error_code(std::errc::bad_address)),
                    doctest::Contains("': its disk failed, or it was cut short for a time"));
  std::filesystem::resize_file(file.path(), 10);
  CHECK_THROWS_WITH(cached.fail("read", std::make_error_code(std::errc::bad_address)),
                    doctest::Contains("': it was cut short to 10 bytes"));
}

TEST_CASE("a file that is cut short while it is touched is told as that") {
  const scratch_file file{std::string(3 * page_size(), 'x')};
  const cached_file cached{file.path(), pages_of({}, 3 * page_size())};
  std::filesystem::resize_file(file.path(), 0);
  progress so_far{[] { return 0; }};
  CHECK_THROWS_WITH(touch_file(cached, so_far), doctest::Contains("': it was cut short to 0 bytes"));
}

TEST_CASE("what cannot be opened is the library's error") {
  CHECK_THROWS_AS((cached_file{"no such file", {}}), mmap_error);
}

}  // namespace mmapkit::tool
