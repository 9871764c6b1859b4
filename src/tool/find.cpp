#include <cstdint>
#include <string_view>

#include "commands.hpp"
#include "line_search.hpp"
#include "windows.hpp"

namespace mmapkit::tool {

namespace {

node read_pattern(const find_request& request) {
  const auto letters = request.ignore_case ? letter_case::ignored : letter_case::matters;
  return request.fixed_string ? literal_pattern(request.pattern, letters) : parse_pattern(request.pattern, letters);
}

// Calls `found(offset of the match in the file, line)` for each matching line. Returns how many there are.
template <class Found>
std::uint64_t search_file(const std::string& file, line_search& search, Found found) {
  std::uint64_t lines = 0;
  for_each_window(file, default_window, window_end::after_line, [&](std::uint64_t offset, std::string_view text) {
    search.learn(text);
    std::size_t from = 0;
    while (const auto match = search.next(text, from)) {
      found(offset + match->match, match->line);
      from = match->next;
      ++lines;
    }
  });
  return lines;
}

}  // namespace

int find(const find_request& request) {
  line_search search{read_pattern(request)};
  bool any_line = false;
  const bool all_read = for_each_file(request.files, [&](const std::string& file) {
    const std::string prefix = request.files.size() > 1 ? file + ':' : "";
    const auto show = [&](std::uint64_t offset, std::string_view line) {
      any_line = true;
      if (!request.count_only) print("{}{}:{}\n", prefix, offset, line);
    };
    const std::uint64_t lines = search_file(file, search, show);
    if (request.count_only) print("{}{}\n", prefix, lines);
  });
  if (!all_read) return failure;
  return any_line ? success : nothing_found;
}

}  // namespace mmapkit::tool
