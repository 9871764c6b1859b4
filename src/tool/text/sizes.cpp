#include "sizes.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <mmapkit/calls/page_size.hpp>

#include "formatted.hpp"

namespace mmapkit::tool {

namespace {

constexpr std::string_view prefixes = "kmgtpe";

// The power of 1024 that a unit names: "", "B", "K", "KB" or "KiB", in either case.
std::optional<unsigned> unit_power(std::string_view unit) {
  std::string lower{unit};
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (lower.empty() || lower == "b") return 0;
  const auto power = prefixes.find(lower.front());
  const auto rest = lower.substr(1);
  if (power == std::string_view::npos || (!rest.empty() && rest != "b" && rest != "ib")) return std::nullopt;
  return static_cast<unsigned>(power) + 1;
}

}  // namespace

std::optional<std::uint64_t> parse_size(std::string_view text) {
  const auto unit = std::min(text.find_first_not_of("0123456789."), text.size());
  const auto number = text.substr(0, unit);
  const auto power = unit_power(text.substr(unit));
  const auto point = std::min(number.find('.'), number.size());
  if (!power || point == 0) return std::nullopt;

  std::uint64_t whole = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + point, whole);
  const auto factor = std::uint64_t{1} << (10 * *power);
  if (error != std::errc{} || end != number.data() + point ||
      whole > std::numeric_limits<std::uint64_t>::max() / factor)
    return std::nullopt;
  whole *= factor;
  if (point == number.size()) return whole;

  double part = 0;
  auto weight = static_cast<double>(factor);
  for (const char digit : number.substr(point + 1)) {
    if (digit == '.') return std::nullopt;
    weight /= 10;
    part += weight * (digit - '0');
  }
  const auto added = static_cast<std::uint64_t>(part);
  if (whole > std::numeric_limits<std::uint64_t>::max() - added) return std::nullopt;
  return whole + added;
}

std::optional<byte_range> parse_range(std::string_view text) {
  const auto sign = text.find_first_of(":-");
  const bool both = sign != std::string_view::npos;
  const auto first = both ? text.substr(0, sign) : std::string_view{};
  const auto last = both ? text.substr(sign + 1) : text;
  const bool has_length = both && text[sign] == ':';
  if (has_length ? first.empty() || last.empty() : first.empty() && last.empty()) return std::nullopt;
  const byte_range all;
  const auto from = first.empty() ? all.from : parse_size(first);
  const auto to = last.empty() ? all.to : parse_size(last);
  if (!from || !to) return std::nullopt;
  const byte_range range{*from, has_length ? *from + std::min(*to, all.to - *from) : *to};
  return range.from < range.to ? std::optional{range} : std::nullopt;
}

page_extent pages_of(byte_range range, std::uint64_t file_size) {
  const std::uint64_t page = page_size();
  const auto begin = range.from / page * page;
  const auto last = std::min(range.to, file_size);
  if (begin >= last) return {};
  const auto pages = (last - 1) / page + 1 - begin / page;
  return {begin, std::min(file_size, begin + pages * page) - begin, pages};
}

std::string to_text(std::uint64_t bytes) {
  if (bytes < 1024) return formatted("{} B", bytes);
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (value /= 1024; value >= 1023.95 && unit + 1 < prefixes.size(); value /= 1024) ++unit;
  return formatted("{:.1f} {}iB", value, "KMGTPE"[unit]);
}

std::string percentage(std::uint64_t part, std::uint64_t whole) {
  if (part == 0) return "0%";
  if (part >= whole) return "100%";
  const auto percent = static_cast<double>(part) * 100 / static_cast<double>(whole);
  return formatted("{:.1f}%", std::clamp(percent, 0.1, 99.9));
}

}  // namespace mmapkit::tool
