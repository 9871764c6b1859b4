#include <algorithm>
#include <mmapkit/mmap.hpp>

#include "../formatted.hpp"
#include "commands.hpp"
#include "json.hpp"
#include "live_line.hpp"
#include "memory_commands.hpp"
#include "page_bar.hpp"
#include "terminal.hpp"
#include "text.hpp"

namespace mmapkit::tool {

namespace {

// Pages, whose number may be unknown.
struct totals {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t pages = 0;
  std::uint64_t resident = 0;
  std::uint64_t unknown_files = 0;
  std::uint64_t unknown_pages = 0;

  void add(const page_extent& extent, const std::optional<std::uint64_t>& found) {
    ++files;
    bytes += extent.length;
    if (found) {
      pages += extent.pages;
      resident += *found;
    } else {
      ++unknown_files;
      unknown_pages += extent.pages;
    }
  }
};

std::string in_words(const totals& all) {
  auto text = plural(all.files, "file");
  if (all.unknown_files != all.files || all.files == 0) {
    text += formatted(": {} of {} in memory, {} of {}, {}", all.resident, plural(all.pages, "page"),
                      to_text(all.resident * page_size()), to_text(all.pages * page_size()),
                      percentage(all.resident, all.pages));
  }
  if (all.unknown_files != 0) {
    text += formatted("; unknown for {} of {}: {}", plural(all.unknown_files, "file"),
                      plural(all.unknown_pages, "page"), why_hidden());
  }
  return text;
}

// The rows, in lines of a width.
class drawing {
 public:
  drawing() : for_a_person_{is_terminal(stream::output)}, width_{line_width(stream::output)} {
    constexpr std::size_t beside_bar = 38;
    const auto left = width_ > beside_bar ? width_ - beside_bar : 0;
    bar_ = std::clamp<std::size_t>(left / 2, 10, 60);
    name_ = left > bar_ + 10 ? left - bar_ : 10;
  }

  [[nodiscard]] std::size_t bar_width() const { return bar_; }

  void print_row(const std::filesystem::path& path, const page_extent& extent,
                 const std::vector<cached_file::part>& parts) const {
    const auto resident = count_resident(parts);
    const auto name = name_of(path);
    print("[{}] {:>8}/{:<8} {:>6} {:>10} {}\n", draw_bar(parts, bar_), resident ? formatted("{}", *resident) : "?",
          extent.pages,
          !resident           ? "?"
          : extent.pages == 0 ? "-"
                              : percentage(*resident, extent.pages),
          resident ? to_text(*resident * page_size()) : "?",
          for_a_person_ ? cut_front_to_width(printable(name), name_) : name);
  }

  // The file under work, while it is under work.
  void draw_live(const std::filesystem::path& path, const totals& all,
                 const std::vector<cached_file::part>& parts) const {
    if (!live_line_due()) return;
    auto known = parts;
    for (auto& one : known) one.resident = one.resident.value_or(0);
    draw_live_line(formatted("[{}] {}, {} in memory; {}", draw_bar(known, bar_), plural(all.files, "file"),
                             to_text(all.resident * page_size()), name_of(path)));
  }

 private:
  bool for_a_person_;
  std::size_t width_;
  std::size_t bar_;
  std::size_t name_;
};

json described(const chosen_file& file, const page_extent& extent, const std::optional<std::uint64_t>& resident) {
  json row{{"path", name_of(file.path)}, {"bytes", file.size}, {"pages", extent.pages}};
  row["resident"] = resident ? json(*resident) : json(nullptr);
  row["resident_bytes"] = resident ? json(*resident * page_size()) : json(nullptr);
  row["percent"] = resident && extent.pages != 0
                       ? json(static_cast<double>(*resident) * 100 / static_cast<double>(extent.pages))
                       : json(nullptr);
  return row;
}

json described(const totals& all, std::uint64_t skipped) {
  return {{"files", all.files},
          {"bytes", all.bytes},
          {"pages", all.pages},
          {"resident", all.resident},
          {"resident_bytes", all.resident * page_size()},
          {"unknown_files", all.unknown_files},
          {"unknown_pages", all.unknown_pages},
          {"skipped", skipped}};
}

}  // namespace

int show_residency(const page_request& request) {
  const drawing picture;
  totals all;
  const auto result = walk(request.files, [&](const chosen_file& file) {
    const auto extent = pages_of(request.range, file.size);
    const auto parts = cached_file{file.path}.survey(
        extent, picture.bar_width(), [&](const auto& known) { picture.draw_live(file.path, all, known); });
    if (!file.seen_before) all.add(extent, count_resident(parts));
    picture.print_row(file.path, extent, parts);
  });
  print("{}{}\n", in_words(all), result.skipped == 0 ? "" : formatted("; {} skipped", result.skipped));
  return result.all_read ? success : failure;
}

int show_residency_as_json(const page_request& request) {
  totals all;
  print(R"({{"page_size":{},"files":[)", page_size());
  std::string_view separator = "\n";
  const auto result = walk(request.files, [&](const chosen_file& file) {
    const auto extent = pages_of(request.range, file.size);
    const auto resident = cached_file{file.path}.count_resident(extent);
    if (!file.seen_before) all.add(extent, resident);
    print("{}{}", std::exchange(separator, ",\n"), to_text(described(file, extent, resident)));
  });
  print(
      "\n"
      R"(],"total":{}}})"
      "\n",
      to_text(described(all, result.skipped)));
  return result.all_read ? success : failure;
}

}  // namespace mmapkit::tool
