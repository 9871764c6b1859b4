// Regular expressions by RE2, whose time is linear in the text whatever the pattern. Their syntax:
// <https://github.com/google/re2/wiki/Syntax>. A build without RE2 has none; re2/ and without_re2/ are the two sides.
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sequence.hpp"

namespace mmapkit::tool {

// "cannot use the pattern 'a(b': missing ): a(b"
class pattern_error : public std::runtime_error {
 public:
  pattern_error(std::string_view pattern, std::string_view reason);
};

struct pattern_options {
  bool fixed = false;  // the text itself
  bool ignore_case = false;
  bool words = false;  // a match has no word character beside it
  bool bytes = false;  // each byte is a character, and not UTF-8
};

// Whether this build has them.
[[nodiscard]] bool has_expressions() noexcept;

// What matches one of the patterns, within a line.
class expression {
 public:
  // Throws: pattern_error.
  expression(const std::vector<std::string>& patterns, const pattern_options& options);
  expression(expression&&) noexcept;
  expression& operator=(expression&&) noexcept;
  ~expression();

  // The leftmost match in a part of a text; what stands beside the part is seen.
  [[nodiscard]] std::optional<extent> find(std::string_view text, extent part) const;

  // Whether there is a match in a line, which is faster.
  [[nodiscard]] bool matches(std::string_view text, extent line) const;

  // Sets of sequences; every match contains one of each set. None where none is known.
  [[nodiscard]] const std::vector<std::vector<byte_sequence>>& hints() const noexcept;

  // Whether its matches are those of its only set.
  [[nodiscard]] bool are_hints_all() const noexcept;

  // Whether it has to be searched in each line by itself: \A and \z are the ends of what is searched.
  [[nodiscard]] bool wants_lines() const noexcept;

 private:
  struct compiled;
  std::unique_ptr<compiled> compiled_;
};

}  // namespace mmapkit::tool
