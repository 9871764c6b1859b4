// The characters, escapes and bracketed classes of a pattern, read from left to right.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "byte_sets.hpp"
#include "pattern.hpp"

namespace mmapkit::tool {

class pattern_reader {
 public:
  explicit pattern_reader(std::string_view pattern) : pattern_{pattern} {}

  [[nodiscard]] std::size_t at() const { return at_; }
  void go_back(std::size_t to) { at_ = to; }

  [[nodiscard]] bool done() const { return at_ == pattern_.size(); }
  [[nodiscard]] bool next_is(char c) const { return !done() && pattern_[at_] == c; }

  // Moves on where `text` stands next.
  bool take(std::string_view text);

  // Nothing where no digit stands next. A number too large for any use is cut down to one.
  std::optional<unsigned> read_number();

  // One character: a byte, or the bytes of one in UTF-8.
  std::string_view read_character();

  // \d \D \s \S \w \W, if one of them stands next.
  std::optional<byte_set> read_class_escape();

  // Any other escape, from its backslash on: the bytes it stands for.
  std::string read_escape();

  // A class, after its [, to its ].
  byte_set read_class(letter_case letters);

  // Throws: pattern_error, with the place.
  [[noreturn]] void fail(std::string_view reason, std::size_t place) const;
  [[noreturn]] void fail(std::string_view reason) const { fail(reason, at_); }

 private:
  struct class_part {
    byte_set bytes;
    std::optional<unsigned char> single;  // absent for \d, [:digit:] and their like, which begin no range
  };

  class_part read_class_part();
  byte_set read_class_name();
  char32_t read_hex(std::size_t digits);

  std::string_view pattern_;
  std::size_t at_ = 0;
};

}  // namespace mmapkit::tool
