// Pages in memory, drawn.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cached_file.hpp"

namespace mmapkit::tool {

// The parts, stretched to `width` columns: 'O' where all pages of a part are in memory, 'o' for half of them or more,
// '.' for some, a blank for none, '?' where it is not known.
std::string draw_bar(const std::vector<cached_file::part>& parts, std::size_t width);

}  // namespace mmapkit::tool
