#include <algorithm>
#include <mmapkit/flags.hpp>
#include <string>
#include <string_view>

#include "commands.hpp"

namespace mmapkit::tool {

namespace {

// What stands in a column has the width of its longest text.
template <class Flag, class Text>
std::size_t width(std::string_view title, Text text) {
  std::size_t longest = title.size();
  for (const auto& row : rows<Flag>) longest = std::max(longest, std::string{text(row)}.size());
  return longest;
}

template <class Flag>
std::string native_text(Flag flag) {
  const auto value = native_value(flag);
  return value ? fmt::format("{:#x}", *value) : "-";
}

template <class Flag>
void print_table(std::string_view title) {
  const auto names = width<Flag>("flag", [](const auto& row) { return row.name; });
  const auto marks = width<Flag>("mark", [](const auto& row) { return to_string(row.where); });
  const auto values = width<Flag>("native", [](const auto& row) { return native_text(row.flag); });
  print("{}\n  {:<{}}  {:<{}}  {:>{}}  here  what it does\n", title, "flag", names, "mark", marks, "native", values);
  for (const auto& row : rows<Flag>) {
    print("  {:<{}}  {:<{}}  {:>{}}  {:<4}  {}\n", row.name, names, to_string(row.where), marks, native_text(row.flag),
          values, supported(row.flag) ? "yes" : "no", row.summary);
  }
}

template <class Flag>
void print_markdown(std::string_view title) {
  print("### `{}`\n\n| flag | mark | what it does |\n|---|---|---|\n", title);
  for (const auto& row : rows<Flag>) {
    print("| `{}` | {} | {} |\n", row.name, to_string(row.where), row.summary);
  }
}

}  // namespace

int list_flags() {
  print_table<open_flag>("open_flag");
  write("\n");
  print_table<protection_flag>("protection_flag");
  write("\n");
  print_table<mmap_flag>("mmap_flag");
  write("\n");
  print_table<msync_flag>("msync_flag");
  return success;
}

int list_flags_as_markdown() {
  print_markdown<open_flag>("open_flag");
  write("\n");
  print_markdown<protection_flag>("protection_flag");
  write("\n");
  print_markdown<mmap_flag>("mmap_flag");
  write("\n");
  print_markdown<msync_flag>("msync_flag");
  return success;
}

}  // namespace mmapkit::tool
