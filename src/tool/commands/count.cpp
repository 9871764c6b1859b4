#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <mmapkit/file.hpp>
#include <string_view>
#include <system_error>

#include "commands.hpp"
#include "files/file_windows.hpp"
#include "terminal/output.hpp"
#include "text/counter.hpp"

namespace mmapkit::tool {

namespace {

// As wc chooses it: no figure is wider than the sum of the sizes, where they are known.
std::size_t column_width(const std::vector<std::string>& names) {
  constexpr std::size_t of_unknown = 7;
  std::uint64_t sum = 0;
  std::size_t least = 1;
  for (const std::string& name : names) {
    std::error_code unknown;
    const std::uintmax_t size = std::filesystem::file_size(name, unknown);
    if (!unknown)
      sum += size;
    else if (name == "-" || std::filesystem::exists(name, unknown))
      least = of_unknown;
  }
  return std::max(least, std::to_string(sum).size());
}

struct column {
  bool count_request::*wanted;
  std::uint64_t counts::*figure;
};

constexpr column columns[] = {{&count_request::lines, &counts::lines},
                              {&count_request::words, &counts::words},
                              {&count_request::characters, &counts::characters},
                              {&count_request::bytes, &counts::bytes},
                              {&count_request::longest_line, &counts::longest}};

void print_row(const counts& row, const count_request& request, std::size_t width, std::string_view name) {
  std::string line;
  for (const auto& each : columns)
    if (request.*each.wanted) line += formatted("{}{:>{}}", line.empty() ? "" : " ", row.*each.figure, width);
  print("{} {}\n", line, shown(name));
}

// Nothing where only reading tells: short files of /proc and /sys say another size than they have.
std::uint64_t known_size(const std::string& path) {
  constexpr std::uint64_t least = 1U << 20;
  std::error_code unknown;
  const std::uint64_t size = is_stream(path) ? 0 : file{path}.size(unknown);
  return unknown || size < least ? 0 : size;
}

// Words, characters and columns need a look at each byte, lines a fast one, and bytes none.
counts count_file(const std::string& file, const count_request& request, progress& so_far) {
  const bool each_byte = request.words || request.characters || request.longest_line;
  counter parts{request.longest_line};
  counts quick;
  if (!each_byte && !request.lines) quick.bytes = known_size(file);
  if (quick.bytes != 0) return quick;
  for_each_window(file, default_window, window_end::anywhere, [&](std::uint64_t, std::string_view text) {
    if (each_byte) parts.add(text);
    if (!each_byte && request.lines) quick.lines += count_lines(text);
    quick.bytes += text.size();
    so_far.advance(text.size(), file);
    return true;
  });
  return each_byte ? parts.total() : quick;
}

}  // namespace

int count(count_request request, const input_choice& inputs) {
  const auto wanted =
      std::count_if(std::begin(columns), std::end(columns), [&](const column& each) { return request.*each.wanted; });
  if (wanted == 0) request.lines = request.words = request.bytes = true;
  const auto names = names_of(inputs);
  const bool alone = wanted == 1 && names.size() == 1 && !inputs.recursive;
  const std::size_t width = alone ? 1 : column_width(names);
  counts sum;
  const bool all_read = for_each_input(names, inputs.recursive, [&](const std::string& file, progress& so_far) {
    const counts row = count_file(file, request, so_far);
    print_row(row, request, width, file);
    sum += row;
    return true;
  });
  if (names.size() > 1 || inputs.recursive) print_row(sum, request, width, "total");
  return all_read ? success : failure;
}

}  // namespace mmapkit::tool
