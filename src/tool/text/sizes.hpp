// Sizes and ranges in bytes, as people write them.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace mmapkit::tool {

// "4096", "4k", "1.5M" or "2GiB": K, M, G and T are powers of 1024. Nothing for any other text, and beyond 64 bits.
std::optional<std::uint64_t> parse_size(std::string_view text);

// From `from` up to `to`, which does not belong to it.
struct byte_range {
  std::uint64_t from = 0;
  std::uint64_t to = std::numeric_limits<std::uint64_t>::max();

  friend bool operator==(const byte_range&, const byte_range&) = default;
};

// "FROM-TO", "FROM-" or "-TO", or one size, which is "-TO"; or "OFFSET:LENGTH". Nothing for any other text, and for a
// range without a byte.
std::optional<byte_range> parse_range(std::string_view text);

// The part of a file that a range touches, in whole pages.
struct page_extent {
  std::uint64_t offset = 0;  // bytes, a multiple of the page
  std::uint64_t length = 0;  // bytes, up to the end of the file at most
  std::uint64_t pages = 0;

  friend bool operator==(const page_extent&, const page_extent&) = default;
};

page_extent pages_of(byte_range range, std::uint64_t file_size);

// "512 B", "4.0 KiB".
std::string to_text(std::uint64_t bytes);

// "12.3%"; nothing is rounded to 0 or to 100.
std::string percentage(std::uint64_t part, std::uint64_t whole);

}  // namespace mmapkit::tool
