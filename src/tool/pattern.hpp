// A regular expression as a tree. ECMAScript's syntax over bytes, as std::regex<char> has it, with the POSIX classes
// such as [[:digit:]]; without look-ahead and back references, which no automaton can find in linear time.
//
// std::regex itself will not do here: libstdc++ recurses once per character and dies on a line of 100 KB, its
// polynomial mode takes time quadratic in the line (46 s for 100 KB and "(a|b)*c"), and libc++ gives up on such lines.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace mmapkit::tool {

using byte_set = std::bitset<256>;

enum class assertion : std::uint8_t { line_begin, line_end, word_border, no_word_border };

struct node {
  enum class kind : std::uint8_t {
    bytes,     // one byte out of a set
    place,     // no byte, but an assertion
    sequence,  // all parts, one after the other; without parts the empty text
    choice,    // one of the parts
    repeat,    // the one part, `least` to `most` times
  };

  kind what = kind::sequence;
  byte_set bytes{};
  assertion place{};
  std::vector<node> parts{};
  unsigned least = 0;
  std::optional<unsigned> most{};  // absent: without end
};

// "cannot use the pattern 'a(b': a ( without its ) at 1"
class pattern_error : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class letter_case : std::uint8_t { matters, ignored };  // of ASCII letters

// Throws: pattern_error.
node parse_pattern(std::string_view pattern, letter_case letters);

// The text itself, without any special character.
node literal_pattern(std::string_view text, letter_case letters);

// A digit, a letter or an underscore, as \w.
constexpr bool is_word_byte(unsigned char byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '_';
}

}  // namespace mmapkit::tool
