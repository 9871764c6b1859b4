// What every match of a pattern contains: texts, as RE2 knows them.
#pragma once

#include <re2/re2.h>

#include <string_view>
#include <vector>

#include "search/sequence.hpp"

namespace mmapkit::tool {

// Sets of them, as expression::hints() has them, of a pattern behind a prefix that matches nothing. `folds`: whether
// letters may match that do not stand in the pattern in that case.
std::vector<std::vector<byte_sequence>> find_hints(std::string_view prefix, std::string_view pattern,
                                                   const RE2::Options& options, bool folds);

}  // namespace mmapkit::tool
