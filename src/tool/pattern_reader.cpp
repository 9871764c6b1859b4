#include "pattern_reader.hpp"

#include <algorithm>

#include "../formatted.hpp"

namespace mmapkit::tool {

namespace {

// The length of the UTF-8 character that begins here; 1 for what is none.
std::size_t character_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1;
  if (length > text.size()) return 1;
  const auto follows = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; };
  return std::all_of(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(length), follows) ? length : 1;
}

std::string utf8(char32_t code) {
  const auto byte = [](char32_t value) { return static_cast<char>(static_cast<unsigned char>(value)); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xC0 | (code >> 6)), byte(0x80 | (code & 0x3F))};
  return {byte(0xE0 | (code >> 12)), byte(0x80 | ((code >> 6) & 0x3F)), byte(0x80 | (code & 0x3F))};
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool pattern_reader::take(std::string_view text) {
  if (pattern_.substr(at_, text.size()) != text) return false;
  at_ += text.size();
  return true;
}

std::optional<unsigned> pattern_reader::read_number() {
  if (done() || !is_digit(pattern_[at_])) return std::nullopt;
  unsigned number = 0;
  for (; !done() && is_digit(pattern_[at_]); ++at_) {
    number = std::min(number * 10 + static_cast<unsigned>(pattern_[at_] - '0'), 100000U);
  }
  return number;
}

std::string_view pattern_reader::read_character() {
  const std::size_t length = character_length(pattern_.substr(at_));
  at_ += length;
  return pattern_.substr(at_ - length, length);
}

std::optional<byte_set> pattern_reader::read_class_escape() {
  constexpr std::string_view names = "dsw";
  constexpr std::string_view complements = "DSW";
  if (!next_is('\\') || at_ + 1 == pattern_.size()) return std::nullopt;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const byte_set bytes = named_class(names.substr(i, 1));
    if (take(std::string{'\\', names[i]})) return bytes;
    if (take(std::string{'\\', complements[i]})) return ~bytes;
  }
  return std::nullopt;
}

std::string pattern_reader::read_escape() {
  const std::size_t begin = at_++;
  if (done()) fail("a \\ at the end", begin);
  const char name = pattern_[at_];
  if (name >= '1' && name <= '9') fail("back references are not supported", begin);
  if (static_cast<unsigned char>(name) >= 0x80) return std::string{read_character()};
  ++at_;
  constexpr std::string_view names = "tnvfr";
  constexpr std::string_view meanings = "\t\n\v\f\r";
  if (const auto i = names.find(name); i != std::string_view::npos) return {meanings[i]};
  if (name == '0' && (done() || !is_digit(pattern_[at_]))) return {'\0'};
  if (name == 'c' && !done() && is_letter(pattern_[at_])) return {static_cast<char>(pattern_[at_++] & 31)};
  if (name == 'x') return {static_cast<char>(read_hex(2))};
  if (name == 'u') {
    const char32_t code = read_hex(4);
    if (code >= 0xD800 && code < 0xE000) fail("half of a character", begin);
    return utf8(code);
  }
  if (is_letter(name) || is_digit(name)) fail("an unknown escape", begin);
  return {name};
}

char32_t pattern_reader::read_hex(std::size_t digits) {
  constexpr std::string_view lower = "0123456789abcdef";
  constexpr std::string_view upper = "0123456789ABCDEF";
  char32_t code = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (done()) fail("a hexadecimal digit is missing");
    const char digit = pattern_[at_++];
    const auto value = std::min(lower.find(digit), upper.find(digit));
    if (value == std::string_view::npos) fail("a hexadecimal digit is missing", at_ - 1);
    code = code * 16 + static_cast<char32_t>(value);
  }
  return code;
}

byte_set pattern_reader::read_class(letter_case letters) {
  const std::size_t begin = at_ - 1;
  const bool complement = take("^");
  byte_set all;
  while (!take("]")) {
    if (done()) fail("a [ without its ]", begin);
    const class_part first = read_class_part();
    all |= first.bytes;
    const std::size_t minus = at_;
    if (!first.single || !take("-")) continue;
    if (done() || next_is(']')) {
      go_back(minus);  // [a-]: the minus stands for itself
      continue;
    }
    const class_part last = read_class_part();
    if (!last.single) fail("a range that ends with a class", minus);
    if (*last.single < *first.single) fail("a range whose ends are the wrong way round", minus);
    all |= bytes_between(*first.single, *last.single);
  }
  if (letters == letter_case::ignored) all = with_both_cases(all);
  return complement ? ~all : all;
}

pattern_reader::class_part pattern_reader::read_class_part() {
  const std::size_t begin = at_;
  if (take("[:")) return {read_class_name(), std::nullopt};
  if (take("[.") || take("[=")) fail("collating symbols are not supported", begin);
  if (const auto bytes = read_class_escape()) return {*bytes, std::nullopt};
  std::string character;
  if (take("\\b")) {
    character = '\b';
  } else {
    character = next_is('\\') ? read_escape() : std::string{read_character()};
  }
  if (character.size() != 1) fail("a class of bytes cannot hold this character: use (a|b) instead of [ab]", begin);
  return {one_byte(character.front()), static_cast<unsigned char>(character.front())};
}

byte_set pattern_reader::read_class_name() {
  const std::size_t begin = at_;
  const std::size_t end = pattern_.find(":]", begin);
  const byte_set bytes = end == std::string_view::npos ? byte_set{} : named_class(pattern_.substr(begin, end - begin));
  if (bytes.none()) fail("an unknown class", begin);
  at_ = end + 2;
  return bytes;
}

void pattern_reader::fail(std::string_view reason, std::size_t place) const {
  throw pattern_error{formatted("cannot use the pattern '{}': {} at {}", pattern_, reason, place)};
}

}  // namespace mmapkit::tool
