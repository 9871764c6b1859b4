#include <algorithm>
#include <mmapkit/calls/page_size.hpp>
#include <utility>

#include "commands.hpp"
#include "files/page_bar.hpp"
#include "memory_commands.hpp"
#include "terminal/terminal.hpp"
#include "text/formatted.hpp"
#include "text/json.hpp"
#include "text/text.hpp"

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
  std::optional<unwritten_pages> changes;  // of the files of which it is known

  void add(const page_extent& extent, const cached_file::surveyed& found) {
    ++files;
    bytes += extent.length;
    if (const auto counted = count_resident(found.parts)) {
      pages += extent.pages;
      resident += *counted;
    } else {
      ++unknown_files;
      unknown_pages += extent.pages;
    }
    if (!found.changes) return;
    if (!changes) changes.emplace();
    changes->dirty += found.changes->dirty;
    changes->writeback += found.changes->writeback;
  }
};

std::string in_words(const totals& all) {
  auto text = plural(all.files, "file");
  if (all.unknown_files != all.files || all.files == 0) {
    text += formatted(": {} of {} in memory, {} of {}, {}", all.resident, plural(all.pages, "page"),
                      to_text(all.resident * page_size()), to_text(all.pages * page_size()),
                      percentage(all.resident, all.pages));
  }
  if (all.changes && all.changes->dirty + all.changes->writeback != 0)
    text += formatted("; {} dirty, {} being written", all.changes->dirty, all.changes->writeback);
  if (all.unknown_files != 0) {
    text += formatted("; unknown for {} of {}: {}", plural(all.unknown_files, "file"),
                      plural(all.unknown_pages, "page"), why_hidden());
  }
  return text;
}

// The rows, in lines of a width. Where that is small the pages are left out.
class drawing {
 public:
  drawing() : for_a_person_{is_terminal(stream::output)}, width_{line_width(stream::output)} {
    constexpr std::size_t beside_bar = 38;
    bar_ = std::clamp<std::size_t>((width_ - std::min(width_, beside_bar)) / 2, 10, 60);
  }

  [[nodiscard]] std::size_t bar_width() const { return bar_; }

  [[nodiscard]] std::string row(const cached_file& file, const std::vector<cached_file::part>& parts) const {
    constexpr std::size_t narrow = 60;
    const auto resident = count_resident(parts);
    const auto pages = file.extent().pages;
    auto text = formatted("[{}] ", draw_bar(parts, bar_));
    if (width_ >= narrow) text += formatted("{:>8}/{:<8} ", resident ? std::to_string(*resident) : "?", pages);
    text += formatted("{:>6} {:>10} ",
                      !resident    ? "?"
                      : pages == 0 ? "-"
                                   : percentage(*resident, pages),
                      resident ? to_text(*resident * page_size()) : "?");
    const auto name = name_of(file.path());
    const auto left = width_ - std::min(width_, text.size());
    return text + (for_a_person_ ? cut_front_to_width(printable(name), std::max<std::size_t>(left, 8)) : name);
  }

 private:
  bool for_a_person_;
  std::size_t width_;
  std::size_t bar_;
};

// Rows as they come, or all of them in the end: those with the most pages in memory first.
class row_list {
 public:
  row_list(const residency_request& request, std::string_view between)
      : sorted_{request.sorted || request.rows}, most_{request.rows}, between_{between} {}

  void add(std::uint64_t resident, std::string text) {
    if (!sorted_) return write_row(text);
    kept_.emplace_back(resident, std::move(text));
  }

  void finish() {
    std::stable_sort(kept_.begin(), kept_.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    if (most_ && *most_ < kept_.size()) kept_.resize(*most_);
    for (const auto& [resident, text] : kept_) write_row(text);
  }

 private:
  void write_row(std::string_view text) {
    if (!std::exchange(first_, false)) write(between_);
    write(text);
  }

  bool sorted_;
  std::optional<std::size_t> most_;
  std::string_view between_;
  bool first_ = true;
  std::vector<std::pair<std::uint64_t, std::string>> kept_;
};

void set_changes(json& object, const std::optional<unwritten_pages>& changes) {
  object["dirty"] = changes ? json(changes->dirty) : json(nullptr);
  object["writeback"] = changes ? json(changes->writeback) : json(nullptr);
}

json described(const chosen_file& chosen, const page_extent& extent, const cached_file::surveyed& found) {
  const auto resident = count_resident(found.parts);
  json row;
  set_name(row, "path", name_of(chosen.path));
  row["bytes"] = chosen.size;
  row["pages"] = extent.pages;
  row["resident"] = resident ? json(*resident) : json(nullptr);
  row["resident_bytes"] = resident ? json(*resident * page_size()) : json(nullptr);
  row["percent"] = resident && extent.pages != 0
                       ? json(static_cast<double>(*resident) * 100 / static_cast<double>(extent.pages))
                       : json(nullptr);
  set_changes(row, found.changes);
  return row;
}

json described(const totals& all, std::uint64_t skipped) {
  json row{{"files", all.files},
           {"bytes", all.bytes},
           {"pages", all.pages},
           {"resident", all.resident},
           {"resident_bytes", all.resident * page_size()},
           {"unknown_files", all.unknown_files},
           {"unknown_pages", all.unknown_pages},
           {"skipped", skipped}};
  set_changes(row, all.changes);
  return row;
}

// Calls `show(file as chosen, file, what was found)` for each, and adds it to the totals.
template <class Show>
walked survey_all(const residency_request& request, std::uint64_t parts, totals& all, Show show) {
  return for_each_cached_file(request, [&](const auto& chosen, const auto& file, progress& so_far) {
    const auto found = file.survey(parts, [&](std::uint64_t bytes) { so_far.advance(bytes, file.path()); });
    if (!chosen.seen_before) all.add(file.extent(), found);
    show(chosen, file, found);
  });
}

}  // namespace

int show_residency(const residency_request& request) {
  const drawing picture;
  row_list shown{request, ""};
  totals all;
  const auto result = survey_all(request, picture.bar_width(), all, [&](const auto&, const auto& file, auto& found) {
    shown.add(count_resident(found.parts).value_or(0), picture.row(file, found.parts) + '\n');
  });
  shown.finish();
  print("{}{}\n", in_words(all), result.skipped == 0 ? "" : formatted("; {} skipped", result.skipped));
  return result.all_read ? success : failure;
}

int show_residency_as_json(const residency_request& request) {
  row_list shown{request, ","};
  totals all;
  print(R"({{"page_size":{},"files":[)", page_size());
  const auto result = survey_all(request, 1, all, [&](const auto& chosen, const auto& file, auto& found) {
    shown.add(count_resident(found.parts).value_or(0), '\n' + to_text(described(chosen, file.extent(), found)));
  });
  shown.finish();
  print("\n],\"total\":{}}}\n", to_text(described(all, result.skipped)));
  return result.all_read ? success : failure;
}

}  // namespace mmapkit::tool
