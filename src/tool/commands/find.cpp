#include <cstdint>
#include <string_view>

#include "commands.hpp"
#include "files/file_windows.hpp"
#include "line_printer.hpp"
#include "search/line_search.hpp"

namespace mmapkit::tool {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// One file after the other.
class finder {
 public:
  explicit finder(const find_request& request)
      : request_{request},
        search_{request.patterns, request.pattern,
                request.quiet || request.names || request.count ? wanted::lines : wanted::matches} {}

  // Returns whether another file is wanted.
  bool search(const std::string& file, line_printer& printer) {
    const std::uint64_t before = found_;
    binary_ = false;
    for_each_window(file, default_window, window_end::after_line, [&](std::uint64_t offset, std::string_view text) {
      if (offset == 0) {
        binary_ = !request_.as_text && has_zero(text.substr(0, std::size_t{32} << 10));
        // A byte order mark stands before the first line, and is not part of it.
        if (!request_.pattern.bytes && text.starts_with(byte_order_mark)) {
          text.remove_prefix(byte_order_mark.size());
          offset = byte_order_mark.size();
        }
      }
      printer.begin(offset, text);
      search_.learn(text, offset);
      const bool more = request_.invert ? find_others(text, printer) : find_lines(text, printer);
      printer.end(more);
      return more;
    });
    if (request_.count && !request_.quiet) printer.print_summary(std::to_string(found_ - before));
    if (request_.names && !request_.quiet && found_ != before) printer.print_name();
    return !request_.quiet || found_ == 0;
  }

  [[nodiscard]] bool any() const noexcept { return found_ != 0; }

 private:
  static bool has_zero(std::string_view text) { return text.find('\0') != std::string_view::npos; }

  // Both return whether the file's next window is wanted.
  bool find_lines(std::string_view text, line_printer& printer) {
    std::size_t from = 0;
    while (const auto found = search_.next(text, from)) {
      if (!take(text, found->line, &found->match, printer)) return false;
      from = found->line.end + 1;
    }
    return true;
  }

  bool find_others(std::string_view text, line_printer& printer) {
    for (std::size_t from = 0; from < text.size();) {
      const auto found = search_.next(text, from);
      const auto end = found ? found->line.begin : text.size();
      while (from < end) {
        const auto line = line_at(text, from);
        if (!take(text, line, nullptr, printer)) return false;
        from = line.end + 1;
      }
      if (found) from = found->line.end + 1;
    }
    return true;
  }

  bool take(std::string_view text, extent line, const extent* match, line_printer& printer) {
    ++found_;
    if (request_.quiet || request_.names) return false;
    if (request_.count) return true;
    if (binary_ || (!request_.as_text && has_zero(text.substr(line.begin, line.end - line.begin)))) {
      printer.print_binary();
      return false;
    }
    printer.print(line, match, search_);
    return true;
  }

  const find_request& request_;
  line_search search_;
  std::uint64_t found_ = 0;
  bool binary_ = false;
};

}  // namespace

int find(const find_request& request) {
  finder all{request};
  const auto names = names_of(request.inputs);
  line_printer printer{request, request.inputs.recursive || names.size() > 1};
  const bool all_read = for_each_input(names, request.inputs.recursive, [&](const std::string& file) {
    printer.open(file);
    return all.search(file, printer);
  });
  if (request.quiet && all.any()) return success;
  if (!all_read) return failure;
  return all.any() ? success : nothing_found;
}

}  // namespace mmapkit::tool
