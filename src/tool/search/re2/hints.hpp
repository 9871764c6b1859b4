// Texts that every match of a pattern contains, as RE2 knows them.
#pragma once

#include <re2/re2.h>

#include <string_view>
#include <vector>

#include "search/expression.hpp"

namespace mmapkit::tool {

// Those of expression::hints(), of a pattern behind a prefix that matches nothing. `folds`: whether letters may match
// that do not stand in the pattern in that case.
std::vector<hint_texts> find_hints(std::string_view prefix, std::string_view pattern, const RE2::Options& options,
                                   bool folds);

}  // namespace mmapkit::tool
