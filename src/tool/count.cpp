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

void print_row(const counts& row, std::size_t width, counted what, std::string_view name) {
  if (what == counted::lines) return print("{:>{}} {}\n", row.lines, width, name);
  print("{:>{}} {:>{}} {:>{}} {}\n", row.lines, width, row.words, width, row.bytes, width, name);
}

counts count_file(const std::string& file, counted what) {
  counter parts;
  counts lines;
  for_each_window(file, default_window, window_end::anywhere, [&](std::uint64_t, std::string_view text) {
    if (what == counted::lines)
      lines.lines += count_lines(text);
    else
      parts.add(text);
  });
  return what == counted::lines ? lines : parts.total();
}

}  // namespace

int count(const std::vector<std::string>& files, counted what) {
  const std::size_t width = what == counted::lines && files.size() == 1 ? 0 : column_width(files);
  counts sum;
  const bool all_read = for_each_file(files, [&](const std::string& file) {
    const counts row = count_file(file, what);
    print_row(row, width, what, file);
    sum += row;
  });
  if (files.size() > 1) print_row(sum, width, what, "total");
  return all_read ? success : failure;
}

}  // namespace mmapkit::tool
