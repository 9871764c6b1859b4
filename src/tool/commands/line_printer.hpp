// How `find` shows lines: `[name:][number:][offset of the line:]offset of the match:line`, with - in the place of : in
// lines of context.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "commands.hpp"
#include "search/line_search.hpp"

namespace mmapkit::tool {

class line_printer {
 public:
  line_printer(const find_request& request, bool with_names);

  void open(std::string_view file);

  // One window of it: print() is called for its lines in their order.
  void begin(std::uint64_t offset, std::string_view text);
  void print(extent line, const extent* match, const line_search& search);
  void end(bool more);

  void print_name();
  void print_summary(std::string_view text);
  void print_binary();

 private:
  struct line_place {
    std::uint64_t offset;
    std::uint64_t number;
  };
  struct earlier_line {
    std::string text;
    line_place place;
  };

  void print_before(extent line);
  void print_after(std::size_t end);
  void print_context(std::string_view line, line_place place);
  void print_matches(extent line, std::string_view text, const line_search& search);
  void print_head(char separator, line_place place, std::uint64_t match);
  void print_marked(extent line, const extent* match, const line_search& search);
  void separate(std::uint64_t offset);
  line_place place_of(std::size_t begin);
  void remember();
  [[nodiscard]] std::string coloured(std::string_view code, std::string_view text) const;

  const find_request& request_;
  bool with_names_;
  bool colour_;
  bool terminal_;
  std::string file_;
  std::uint64_t offset_ = 0;  // of the window
  std::string_view text_;
  std::size_t counted_to_ = 0;  // the place in the window whose line is number_
  std::uint64_t number_ = 1;
  std::uint64_t printed_to_ = 0;  // in the file: behind the last line that was printed
  std::size_t after_ = 0;         // lines that follow it and are to be printed
  bool any_ = false;              // a line of any file was printed
  bool any_here_ = false;
  std::deque<earlier_line> earlier_;  // the last lines of the windows before
};

}  // namespace mmapkit::tool
