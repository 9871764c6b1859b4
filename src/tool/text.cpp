#include "text.hpp"

#include <algorithm>

#include "../formatted.hpp"

namespace mmapkit::tool {

namespace {

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

}  // namespace

std::string name_of(const std::filesystem::path& path) {
  const auto text = path.u8string();
  return {text.begin(), text.end()};
}

std::string plural(std::uint64_t count, std::string_view name) {
  return formatted("{} {}{}", count, name, count == 1 ? "" : "s");
}

std::string printable(std::string_view text) {
  std::string visible{text};
  const auto controls = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  std::replace_if(visible.begin(), visible.end(), controls, '?');
  return visible;
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::string cut_to_width(std::string_view text, std::size_t columns) {
  std::size_t end = 0;
  for (std::size_t seen = 0; end != text.size(); ++end) {
    if (begins_character(text[end]) && ++seen > columns) break;
  }
  return std::string{text.substr(0, end)};
}

std::string cut_front_to_width(std::string_view text, std::size_t columns) {
  constexpr std::string_view left_out = "...";
  if (width_of(text) <= columns) return std::string{text};
  const auto kept = columns > left_out.size() ? columns - left_out.size() : 0;
  std::size_t begin = text.size();
  for (std::size_t seen = 0; seen != kept && begin != 0;) {
    if (begins_character(text[--begin])) ++seen;
  }
  return std::string{left_out}.append(text.substr(begin));
}

}  // namespace mmapkit::tool
