#include "files/page_bar.hpp"

#include <doctest/doctest.h>

namespace mmapkit::tool {

TEST_CASE("a bar shows each part by how much of it is in memory") {
  CHECK(draw_bar({{10, 10}, {10, 9}, {10, 5}, {10, 4}, {10, 1}, {10, 0}, {10, std::nullopt}}, 7) == "Ooo.. ?");
}

TEST_CASE("a bar has its width, however few parts there are") {
  CHECK(draw_bar({}, 5) == "     ");
  CHECK(draw_bar({{1, 1}}, 5) == "OOOOO");
  CHECK(draw_bar({{1, 1}, {1, 0}}, 5) == "OOO  ");
  CHECK(draw_bar({{1, 0}, {1, 1}, {1, 0}}, 6) == "  OO  ");
}

}  // namespace mmapkit::tool
