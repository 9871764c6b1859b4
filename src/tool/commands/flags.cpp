#include <algorithm>
#include <array>
#include <mmapkit/flags/listed.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands.hpp"
#include "text/json.hpp"

namespace mmapkit::tool {

namespace {

struct listed_row {
  std::string name;
  std::string_view native_name;
  mark where;
  std::optional<std::uint32_t> native;
  bool supported;
  std::string_view since;
  std::string_view summary;
};

struct listed_type {
  std::string_view name;
  std::vector<listed_row> rows;
};

std::vector<listed_type> listed_types() {
  std::vector<listed_type> types;
  for_each_listed([&]<class E>(const char* name) {
    auto& type = types.emplace_back(listed_type{name, {}});
    for (const auto& row : rows<E>) {
      type.rows.push_back({to_string(row.flag), row.native, row.where, native_value(row.flag), supported(row.flag),
                           row.since, row.summary});
    }
  });
  return types;
}

std::string mark_text(const listed_row& row) { return row.where == mark{} ? "none" : to_string(row.where); }

std::string native_text(const listed_row& row) { return row.native ? formatted("{:#x}", *row.native) : "-"; }

// A column has the width of its longest text, but for the last.
void print_table(const listed_type& type) {
  std::vector<std::array<std::string, 7>> lines{
      {"flag", "native name", "mark", "native", "here", "since", "what it does"}};
  for (const auto& row : type.rows)
    lines.push_back({row.name, std::string{row.native_name}, mark_text(row), native_text(row),
                     row.supported ? "yes" : "no", std::string{row.since}, std::string{row.summary}});
  std::array<std::size_t, 7> widths{};
  for (const auto& line : lines)
    for (std::size_t i = 0; i != line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  print("{}\n", type.name);
  for (const auto& [flag, native_name, mark, native, here, since, summary] : lines)
    print("  {:<{}}  {:<{}}  {:<{}}  {:>{}}  {:<{}}  {:<{}}  {}\n", flag, widths[0], native_name, widths[1], mark,
          widths[2], native, widths[3], here, widths[4], since, widths[5], summary);
}

struct platform {
  mark where;
  std::string_view name;
};

constexpr platform platforms[] = {{mark::linux_, "Linux"},        {mark::apple, "macOS"},   {mark::freebsd, "FreeBSD"},
                                  {mark::dragonfly, "DragonFly"}, {mark::netbsd, "NetBSD"}, {mark::openbsd, "OpenBSD"},
                                  {mark::windows, "Windows"}};

std::size_t count_marked(const listed_type& type, mark where) {
  return static_cast<std::size_t>(
      std::count_if(type.rows.begin(), type.rows.end(), [&](const listed_row& row) { return has(row.where, where); }));
}

void print_header(std::string_view first, std::string_view last) {
  print("| {} |", first);
  for (const auto& each : platforms) print(" {} |", each.name);
  print("{}\n|---|", last);
  for (std::size_t i = 0; i != std::size(platforms); ++i) write(":-:|");
  for (const char c : last) write(c == '|' ? "---|" : "");
  write("\n");
}

void print_counts(const std::vector<listed_type>& types) {
  print_header("type (rows)", "");
  for (const auto& type : types) {
    print("| `{}` ({}) |", type.name, type.rows.size());
    for (const auto& each : platforms) {
      const auto count = count_marked(type, each.where);
      print(" {} |", count == 0 ? std::string{} : formatted("{}", count));
    }
    write("\n");
  }
}

// A bar would end the cell.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) escaped += c == '|' ? std::string{"\\|"} : std::string(1, c);
  return escaped;
}

std::string native_cell(const listed_row& row) {
  return row.native_name.empty() ? std::string{} : formatted("`{}`", cell(row.native_name));
}

void print_markdown(const listed_type& type) {
  print("\n<details><summary><code>{}</code></summary>\n\n", type.name);
  print_header("flag", " native name | since | what it does |");
  for (const auto& row : type.rows) {
    print("| `{}` |", row.name);
    for (const auto& each : platforms) print(" {} |", has(row.where, each.where) ? "+" : "");
    print(" {} | {} | {} |\n", native_cell(row), row.since, cell(row.summary));
  }
  write("\n</details>\n");
}

}  // namespace

int list_flags() {
  std::string_view separator;
  for (const auto& type : listed_types()) {
    write(std::exchange(separator, "\n"));
    print_table(type);
  }
  return success;
}

int list_flags_as_json() {
  std::string_view separator = "[\n";
  for (const auto& type : listed_types()) {
    for (const auto& row : type.rows) {
      const json object{{"type", type.name},
                        {"name", row.name},
                        {"mark", mark_text(row)},
                        {"native", row.native ? json(*row.native) : json(nullptr)},
                        {"native_name", row.native_name},
                        {"supported", row.supported},
                        {"since", row.since},
                        {"summary", row.summary}};
      print("{}{}", std::exchange(separator, ",\n"), to_text(object));
    }
  }
  write("\n]\n");
  return success;
}

int list_flags_as_markdown() {
  const auto types = listed_types();
  print_counts(types);
  for (const auto& type : types) print_markdown(type);
  return success;
}

}  // namespace mmapkit::tool
