// What a pattern of `find` may say beyond RE2's syntax, and what no line can hold.
#pragma once

#include <string>
#include <string_view>

#include "search/expression.hpp"

namespace mmapkit::tool {

// Members of a class: letters, marks, digits and connecting punctuation of all scripts; of ASCII where bytes are
// characters.
std::string_view word_characters(const pattern_options& options);

// With `\w` and `\W` for every script, `{,n}` as `{0,n}`, and without `\n`, which ends a line.
// Throws: pattern_error.
std::string in_syntax_of_re2(std::string_view pattern, const pattern_options& options);

}  // namespace mmapkit::tool
