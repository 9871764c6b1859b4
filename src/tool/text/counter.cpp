#include "counter.hpp"

#include <algorithm>
#include <array>

namespace mmapkit::tool {

namespace {

constexpr char32_t no_character = 0xFFFFFFFF;

constexpr std::uint8_t is_space(char c) {
  return static_cast<std::uint8_t>((c == ' ') | (static_cast<std::uint8_t>(c - '\t') < 5));  // \t \n \v \f \r
}

struct range {
  char32_t first;
  char32_t last;
};

template <std::size_t Size>
bool is_in(const std::array<range, Size>& ranges, char32_t c) {
  return std::any_of(ranges.begin(), ranges.end(), [c](range each) { return c >= each.first && c <= each.last; });
}

// What wc takes for white space beyond ASCII: that of Unicode, spaces without a break too.
constexpr std::array<range, 8> spaces{{{0xA0, 0xA0},
                                       {0x1680, 0x1680},
                                       {0x2000, 0x200A},
                                       {0x2028, 0x2029},
                                       {0x202F, 0x202F},
                                       {0x205F, 0x2060},
                                       {0x3000, 0x3000},
                                       {0x85, 0x85}}};
// The blocks of East Asian scripts and of pictures, which take two columns, and of marks, which take none.
constexpr std::array<range, 9> wide{{{0x1100, 0x115F},
                                     {0x2E80, 0x303E},
                                     {0x3041, 0xA4CF},
                                     {0xAC00, 0xD7A3},
                                     {0xF900, 0xFAFF},
                                     {0xFE30, 0xFE6F},
                                     {0xFF01, 0xFF60},
                                     {0x1F300, 0x1FAFF},
                                     {0x20000, 0x3FFFD}}};
constexpr std::array<range, 6> narrow{{{0, 0x1F},  //
                                       {0x7F, 0x9F},
                                       {0x300, 0x36F},
                                       {0x200B, 0x200F},
                                       {0x20D0, 0x20FF},
                                       {0xFE00, 0xFE0F}}};

// A sum over so many bytes fits a byte, and a whole number of vectors: the loop over one block becomes a few vector
// instructions, with any compiler and without asking for it.
constexpr std::size_t block = 192;

bool is_ascii(const char* text) {
  char all = 0;
  for (std::size_t i = 0; i < block; ++i) all = static_cast<char>(all | text[i]);
  return static_cast<unsigned char>(all) < 0x80;
}

std::uint8_t count_lines_of_block(const char* text, std::size_t length) {
  std::uint8_t sum = 0;
  for (std::size_t i = 0; i < length; ++i) sum = static_cast<std::uint8_t>(sum + (text[i] == '\n'));
  return sum;
}

// Words that begin behind the first byte.
std::uint8_t count_words_of_block(const char* text) {
  std::uint8_t sum = 0;
  for (std::size_t i = 1; i < block; ++i)
    sum = static_cast<std::uint8_t>(sum + (is_space(text[i - 1]) & (is_space(text[i]) ^ 1)));
  return sum;
}

}  // namespace

std::uint64_t count_lines(std::string_view part) noexcept {
  std::uint64_t sum = 0;
  for (; part.size() >= block; part.remove_prefix(block)) sum += count_lines_of_block(part.data(), block);
  return sum + count_lines_of_block(part.data(), part.size());
}

counts& counts::operator+=(const counts& other) noexcept {
  lines += other.lines;
  words += other.words;
  characters += other.characters;
  bytes += other.bytes;
  longest = std::max(longest, other.longest);
  return *this;
}

void counter::add(std::string_view part) noexcept {
  total_.bytes += part.size();
  while (!part.empty()) {
    if (part.size() >= block && missing_ == 0 && !columns_ && is_ascii(part.data())) {
      total_.lines += count_lines_of_block(part.data(), block);
      total_.words += count_words_of_block(part.data());
      if (!in_word_ && is_space(part.front()) == 0) ++total_.words;
      in_word_ = is_space(part[block - 1]) == 0;
      total_.characters += block;
      part.remove_prefix(block);
    } else {
      const auto length = std::min(block, part.size());
      for (const char byte : part.substr(0, length)) add_byte(byte);
      part.remove_prefix(length);
    }
  }
}

counts counter::total() noexcept {
  if (missing_ != 0) add_character(no_character);
  missing_ = 0;
  end_line();
  return total_;
}

void counter::add_byte(char byte) noexcept {
  const auto bits = static_cast<unsigned char>(byte);
  if (missing_ != 0 && (bits & 0xC0) == 0x80) {
    begun_ = begun_ << 6 | (bits & 0x3FU);
    if (--missing_ == 0) add_character(is_shortest(begun_) ? begun_ : no_character);
    return;
  }
  if (missing_ != 0) add_character(no_character);
  missing_ = bits >= 0xF5 ? 0 : bits >= 0xF0 ? 3 : bits >= 0xE0 ? 2 : bits >= 0xC2 ? 1 : 0;
  length_ = missing_;
  if (missing_ != 0)
    begun_ = bits & (0x3FU >> missing_);
  else
    add_character(bits < 0x80 ? bits : no_character);
}

// Not written with more bytes than it needs, and no half of a UTF-16 pair.
bool counter::is_shortest(char32_t character) const noexcept {
  constexpr std::array<char32_t, 4> least{0, 0x80, 0x800, 0x10000};
  return character >= least[static_cast<std::size_t>(length_)] && (character < 0xD800 || character > 0xDFFF);
}

void counter::add_character(char32_t character) noexcept {
  if (character != no_character) ++total_.characters;
  const bool space = character < 0x80 ? is_space(static_cast<char>(character)) != 0 : is_in(spaces, character);
  if (!space && !in_word_) ++total_.words;
  in_word_ = !space;
  if (character == '\n') ++total_.lines;
  if (columns_) add_columns(character);
}

void counter::add_columns(char32_t character) noexcept {
  if (character == '\n' || character == '\r' || character == '\f') return end_line();
  if (character == '\t')
    column_ += 8 - column_ % 8;
  else if (character < 0x7F)
    column_ += character < ' ' ? 0 : 1;
  else if (character != no_character && !is_in(narrow, character))
    column_ += is_in(wide, character) ? 2 : 1;
}

void counter::end_line() noexcept {
  total_.longest = std::max(total_.longest, column_);
  column_ = 0;
}

}  // namespace mmapkit::tool
