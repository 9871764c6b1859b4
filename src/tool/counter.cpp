#include "counter.hpp"

#include <cstddef>

namespace mmapkit::tool {

namespace {

constexpr std::uint8_t is_space(char c) {
  return static_cast<std::uint8_t>((c == ' ') | (static_cast<std::uint8_t>(c - '\t') < 5));  // \t \n \v \f \r
}

// A sum over so many bytes fits a byte, and a whole number of vectors: the loop over one block becomes a few vector
// instructions, with any compiler and without asking for it.
constexpr std::size_t block = 192;

struct tally {
  std::uint8_t lines = 0;
  std::uint8_t words = 0;
};

// `text` begins with the byte before the ones to count: a word begins where white space ends.
tally count_block(const char* text, std::size_t length) {
  tally sum;
  for (std::size_t i = 1; i <= length; ++i) {
    sum.lines = static_cast<std::uint8_t>(sum.lines + (text[i] == '\n'));
  }
  for (std::size_t i = 1; i <= length; ++i) {
    sum.words = static_cast<std::uint8_t>(sum.words + (is_space(text[i - 1]) & (is_space(text[i]) ^ 1)));
  }
  return sum;
}

// The same as words are counted: a loop over one block is a few vector instructions.
std::uint8_t count_lines_of_block(const char* text, std::size_t length) {
  std::uint8_t sum = 0;
  for (std::size_t i = 0; i < length; ++i) sum = static_cast<std::uint8_t>(sum + (text[i] == '\n'));
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
  bytes += other.bytes;
  return *this;
}

void counter::add(std::string_view part) noexcept {
  if (part.empty()) return;
  const auto add_block = [this](const char* text, std::size_t length) {
    const tally sum = count_block(text, length);
    total_.lines += sum.lines;
    total_.words += sum.words;
  };
  const char border[] = {last_, part.front()};
  add_block(border, 1);
  while (part.size() > block) {
    add_block(part.data(), block);
    total_.bytes += block;
    part.remove_prefix(block);
  }
  add_block(part.data(), part.size() - 1);
  total_.bytes += part.size();
  last_ = part.back();
}

}  // namespace mmapkit::tool
