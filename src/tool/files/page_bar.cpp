#include "page_bar.hpp"

#include <algorithm>

namespace mmapkit::tool {

namespace {

char symbol(const cached_file::part& one) {
  if (!one.resident) return '?';
  if (*one.resident == 0) return ' ';
  if (*one.resident >= one.pages) return 'O';
  return *one.resident >= one.pages - *one.resident ? 'o' : '.';
}

}  // namespace

std::string draw_bar(const std::vector<cached_file::part>& parts, std::size_t width) {
  std::string bar(width, ' ');
  if (parts.empty()) return bar;
  for (std::size_t column = 0; column != width; ++column) bar[column] = symbol(parts[column * parts.size() / width]);
  return bar;
}

}  // namespace mmapkit::tool
