#include "text.hpp"

#include <algorithm>

#include "formatted.hpp"

namespace mmapkit::tool {

namespace {

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

constexpr std::uint32_t invalid = 0xFFFFFFFF;

struct character {
  std::uint32_t code;
  std::size_t length;  // bytes
};

// Of a text that is not empty. A byte that begins no character of UTF-8 is `invalid`.
character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(text[i])}; };
  const auto first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return {invalid, 1};
  auto code = first & (0x7FU >> length);
  for (std::size_t i = 1; i != length; ++i) {
    if (begins_character(text[i])) return {invalid, 1};
    code = code << 6 | (byte(i) & 0x3F);
  }
  constexpr std::uint32_t smallest[] = {0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code < smallest[length - 2] || surrogate || code > 0x10FFFF ? character{invalid, 1} : character{code, length};
}

// Control characters, and what reorders, breaks or hides text: Unicode's bidirectional controls, line separators,
// blanks without width, and tags. Joiners are not among them: scripts need those.
bool commands_terminal(std::uint32_t code) {
  struct range {
    std::uint32_t first, last;
  };
  constexpr range ranges[] = {{0, 0x1F},        {0x7F, 0x9F},     {0x61C, 0x61C},   {0x200B, 0x200B},  {0x200E, 0x200F},
                              {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xE0000, 0xE007F}};
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [&](const range& each) { return code >= each.first && code <= each.last; });
}

}  // namespace

std::string name_of(const std::filesystem::path& path) {
  const auto text = path.u8string();
  return {text.begin(), text.end()};
}

std::string plural(std::uint64_t count, std::string_view name) {
  return formatted("{} {}{}", count, name, count == 1 ? "" : "s");
}

std::string printable(std::string_view text, std::string_view kept) {
  std::string visible;
  for (std::size_t at = 0; at != text.size();) {
    const auto [code, length] = first_character(text.substr(at));
    const auto bytes = text.substr(at, length);
    at += length;
    if (code == invalid)
      visible += formatted("\\x{:02x}", static_cast<unsigned char>(bytes.front()));
    else if (!commands_terminal(code) || (code < 0x80 && kept.find(bytes) != std::string_view::npos))
      visible += bytes;
    else if (code == '\n' || code == '\r' || code == '\t')
      visible += code == '\n' ? "\\n" : code == '\r' ? "\\r" : "\\t";
    else
      visible += code < 0x80 ? formatted("\\x{:02x}", code) : formatted("\\u{:04x}", code);
  }
  return visible;
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at != text.size();) {
    const auto [code, length] = first_character(text.substr(at));
    if (code == invalid) return false;
    at += length;
  }
  return true;
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
