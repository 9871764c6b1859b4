#include <cstdint>
#include <stdexcept>
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
  bool search(const std::string& file, line_printer& printer, progress& so_far) {
    const std::uint64_t before = found_;
    binary_ = false;
    for_each_window(file, default_window, window_end::after_line, [&](std::uint64_t offset, std::string_view text) {
      search_.learn(text, offset);
      if (offset == 0) {
        if (!request_.as_text && !request_.pattern.bytes && is_utf16(text))
          throw std::runtime_error{formatted(
              "cannot search '{}': its text is UTF-16: iconv makes it UTF-8, and --bytes takes it as it is", file)};
        binary_ = !request_.as_text && has_zero(text.substr(0, std::size_t{32} << 10));
        // A byte order mark stands before the first line, and is not part of it.
        if (!request_.pattern.bytes && text.starts_with(byte_order_mark)) {
          text.remove_prefix(byte_order_mark.size());
          offset = byte_order_mark.size();
        }
      }
      printer.begin(offset, text);
      const bool more = search_window(text, printer);
      printer.end(more);
      so_far.advance(text.size(), file);
      return more;
    });
    if (request_.count && !request_.quiet) printer.print_summary(std::to_string(found_ - before));
    if (request_.names && !request_.quiet && found_ != before) printer.print_name();
    return !request_.quiet || found_ == 0;
  }

  [[nodiscard]] bool any() const noexcept { return found_ != 0; }

 private:
  static bool is_utf16(std::string_view text) { return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"); }
  static bool has_zero(std::string_view text) { return text.find('\0') != std::string_view::npos; }

  // Returns whether the file's next window is wanted.
  bool search_window(std::string_view text, line_printer& printer) {
    for (std::size_t from = 0; from < text.size();) {
      const auto found = search_.next(text, from);
      const auto end = found ? found->line.begin : text.size();
      if (!request_.invert) from = end;
      while (from < end) {
        const auto line = line_at(text, from);
        if (!take(text, line, nullptr, printer)) return false;
        from = line.end + 1;
      }
      if (found && !request_.invert && !take(text, found->line, &found->match, printer)) return false;
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

int find(const find_request& request, const input_choice& inputs) {
  finder all{request};
  const auto names = names_of(inputs);
  line_printer printer{request, inputs.recursive || names.size() > 1};
  const bool all_read = for_each_input(names, inputs.recursive, [&](const std::string& file, progress& so_far) {
    printer.open(file);
    return all.search(file, printer, so_far);
  });
  if (request.quiet && all.any()) return success;
  if (!all_read) return failure;
  return all.any() ? success : nothing_found;
}

}  // namespace mmapkit::tool
