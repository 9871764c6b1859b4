#include "live_line.hpp"

#include <chrono>
#include <cstdio>
#include <string>

#include "output.hpp"
#include "terminal.hpp"
#include "text/text.hpp"

namespace mmapkit::tool {

namespace {

using clock = std::chrono::steady_clock;

constexpr auto interval = std::chrono::milliseconds{100};

struct {
  clock::time_point next = clock::now() + interval;
  std::size_t drawn = 0;  // columns
  bool given_up = false;
} line;

// Without the sequences that not every terminal knows.
void draw_over(std::string_view text, std::size_t columns) {
  const auto blanks = line.drawn > columns ? line.drawn - columns : 0;
  std::string all = "\r";
  all.append(text).append(blanks, ' ').append(blanks, '\b');
  if (columns == 0) all += '\r';
  std::fwrite(all.data(), 1, all.size(), stderr);
  std::fflush(stderr);
  line.drawn = columns;
}

}  // namespace

bool live_line_seen() {
  static const bool seen = is_terminal(stream::errors);
  return seen;
}

bool live_line_due() { return live_line_seen() && !line.given_up && clock::now() >= line.next; }

void draw_live_line(std::string_view text) {
  flush_output();
  const auto visible = cut_to_width(printable(text), line_width(stream::errors) - 1);
  draw_over(visible, width_of(visible));
  line.next = clock::now() + interval;
}

void clear_live_line() noexcept {
  if (line.drawn != 0) draw_over({}, 0);
}

void give_way_to_output() noexcept {
  static const bool piped = is_pipe(stream::output);
  clear_live_line();
  line.given_up = piped;
}

}  // namespace mmapkit::tool
