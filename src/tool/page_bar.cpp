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

std::string draw_progress(std::uint64_t done, std::uint64_t all, std::size_t width) {
  const auto share = all == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(all);
  const auto columns = std::min(width, static_cast<std::size_t>(share * static_cast<double>(width)));
  return std::string(columns, '=') + std::string(width - columns, ' ');
}

}  // namespace mmapkit::tool
