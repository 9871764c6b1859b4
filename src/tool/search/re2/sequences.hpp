// Sequences of classes of bytes that every match of a pattern contains, such as [A-Z][0-9][0-9][0-9] of
// `[A-Z][0-9]{3}.*x`: RE2 tells only texts.
#pragma once

#include <string_view>
#include <vector>

#include "search/expression.hpp"

namespace mmapkit::tool {

struct pattern_sequences {
  std::vector<std::vector<byte_sequence>> sets;  // every match contains one of each set
  bool are_all = false;                          // there is one set, and nothing else in the pattern
};

// Of a pattern that RE2 understands. What this does not understand parts sequences, or leaves none.
pattern_sequences find_sequences(std::string_view pattern, const pattern_options& options);

}  // namespace mmapkit::tool
