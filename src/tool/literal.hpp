// The fixed text inside a pattern, and the fast search for it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "pattern.hpp"

namespace mmapkit::tool {

struct required_literal {
  std::string text;    // every match contains it; perhaps empty
  bool whole = false;  // and a match is nothing else
};

required_literal find_required_literal(const node& pattern);

// Searches for a text by the two of its bytes that are rarest in a sample of what is searched.
class literal_search {
 public:
  explicit literal_search(std::string text) : text_{std::move(text)} {}

  // The beginning of what will be searched.
  void learn(std::string_view sample);

  // The first place at or after `from`; npos where there is none.
  [[nodiscard]] std::size_t find(std::string_view in, std::size_t from) const;

  [[nodiscard]] const std::string& text() const noexcept { return text_; }

 private:
  std::string text_;
  std::size_t rarest_ = 0;  // places in the text
  std::size_t other_ = 0;
};

}  // namespace mmapkit::tool
