#include <cstdint>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "commands.hpp"
#include "counter.hpp"
#include "windows.hpp"

namespace mmapkit::tool {

namespace {

// As wc chooses it: no figure is wider than the sum of the sizes.
std::size_t column_width(const std::vector<std::string>& files) {
  std::uint64_t sum = 0;
  for (const std::string& file : files) {
    std::error_code unknown;
    const std::uintmax_t size = std::filesystem::file_size(file, unknown);
    if (!unknown) sum += size;
  }
  return std::to_string(sum).size();
}

void print_row(const counts& row, std::size_t width, std::string_view name) {
  print("{:>{}} {:>{}} {:>{}} {}\n", row.lines, width, row.words, width, row.bytes, width, name);
}

counts count_file(const std::string& file) {
  counter parts;
  for_each_window(file, default_window, window_end::anywhere,
                  [&](std::uint64_t, std::string_view text) { parts.add(text); });
  return parts.total();
}

}  // namespace

int count(const std::vector<std::string>& files) {
  const std::size_t width = column_width(files);
  counts sum;
  const bool all_read = for_each_file(files, [&](const std::string& file) {
    const counts row = count_file(file);
    print_row(row, width, file);
    sum += row;
  });
  if (files.size() > 1) print_row(sum, width, "total");
  return all_read ? success : failure;
}

}  // namespace mmapkit::tool
