#include "text/sizes.hpp"

#include <doctest/doctest.h>

#include <mmapkit/calls/page_size.hpp>

namespace mmapkit::tool {

TEST_CASE("a size is a number of bytes, or of a power of 1024 bytes") {
  CHECK(parse_size("0") == 0);
  CHECK(parse_size("4096") == 4096);
  CHECK(parse_size("12B") == 12);
  CHECK(parse_size("4k") == 4096);
  CHECK(parse_size("4K") == 4096);
  CHECK(parse_size("4KB") == 4096);
  CHECK(parse_size("4KiB") == 4096);
  CHECK(parse_size("1.5M") == 3 << 19);
  CHECK(parse_size("2G") == std::uint64_t{2} << 30);
  CHECK(parse_size("3T") == std::uint64_t{3} << 40);
  CHECK(parse_size("18446744073709551615") == std::numeric_limits<std::uint64_t>::max());
}

TEST_CASE("what is no size is refused") {
  for (const auto* text : {"", "K", "-1", "+1", " 1", "1 K", "1X", "1KK", "1kx", ".5M", "1.2.3", "0x10",
                           "18446744073709551616", "17179869184G"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_size(text));
  }
}

TEST_CASE("a range has a begin, an end, or both") {
  CHECK(parse_range("1K-2K") == byte_range{1024, 2048});
  CHECK(parse_range("1M-") == byte_range{1 << 20, std::numeric_limits<std::uint64_t>::max()});
  CHECK(parse_range("-1M") == byte_range{0, 1 << 20});
  CHECK(parse_range("1M") == byte_range{0, 1 << 20});
  for (const auto* text : {"", "-", "2K-1K", "1-1", "a-b", "1-2-3", "-0"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_range(text));
  }
}

TEST_CASE("a range may be an offset and a length") {
  CHECK(parse_range("1K:2K") == byte_range{1024, 3072});
  CHECK(parse_range("0:1") == byte_range{0, 1});
  CHECK(parse_range("1:16E") == std::nullopt);
  CHECK(parse_range("8:18446744073709551615") == byte_range{8, std::numeric_limits<std::uint64_t>::max()});
  for (const auto* text : {":", "1:", ":1", "1:0", "1:2:3", "1:2-3", "a:b"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_range(text));
  }
}

TEST_CASE("a range touches whole pages, and none beyond the end of the file") {
  const std::uint64_t page = page_size();
  CHECK(pages_of({}, 0) == page_extent{});
  CHECK(pages_of({}, 1) == page_extent{0, 1, 1});
  CHECK(pages_of({}, page) == page_extent{0, page, 1});
  CHECK(pages_of({}, page + 1) == page_extent{0, page + 1, 2});
  CHECK(pages_of({page - 1, page + 1}, 10 * page) == page_extent{0, 2 * page, 2});
  CHECK(pages_of({page, 2 * page}, 10 * page) == page_extent{page, page, 1});
  CHECK(pages_of({9 * page + 5, 9 * page + 6}, 9 * page + 7) == page_extent{9 * page, 7, 1});
  CHECK(pages_of({page, 2 * page}, page) == page_extent{});
  CHECK(pages_of({page - 1, std::numeric_limits<std::uint64_t>::max()}, page) == page_extent{0, page, 1});
}

TEST_CASE("sizes are told in the unit that people would take") {
  CHECK(to_text(0) == "0 B");
  CHECK(to_text(1023) == "1023 B");
  CHECK(to_text(1024) == "1.0 KiB");
  CHECK(to_text(1 << 20) == "1.0 MiB");
  CHECK(to_text((1 << 20) - 1) == "1.0 MiB");
  CHECK(to_text(std::uint64_t{10} << 30) == "10.0 GiB");
  CHECK(to_text(std::numeric_limits<std::uint64_t>::max()) == "16.0 EiB");
}

TEST_CASE("only nothing is 0 % and only everything is 100 %") {
  CHECK(percentage(0, 0) == "0%");
  CHECK(percentage(0, 7) == "0%");
  CHECK(percentage(1, 1000000) == "0.1%");
  CHECK(percentage(1, 3) == "33.3%");
  CHECK(percentage(999999, 1000000) == "99.9%");
  CHECK(percentage(7, 7) == "100%");
}

}  // namespace mmapkit::tool
