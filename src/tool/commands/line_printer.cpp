#include "line_printer.hpp"

#include <algorithm>
#include <cstdlib>

#include "terminal/output.hpp"
#include "terminal/terminal.hpp"
#include "text/counter.hpp"

namespace mmapkit::tool {

namespace {

// As grep's.
constexpr std::string_view name_colour = "35";
constexpr std::string_view number_colour = "32";
constexpr std::string_view separator_colour = "36";
constexpr std::string_view match_colour = "01;31";

bool wants_colour(const std::string& when) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment
  const char* const no_colour = std::getenv("NO_COLOR");
  if (when != "auto") return when == "always";
  return is_terminal(stream::output) && (no_colour == nullptr || *no_colour == '\0');
}

}  // namespace

line_printer::line_printer(const find_request& request, bool with_names)
    : request_{request},
      with_names_{with_names},
      colour_{wants_colour(request.colour)},
      terminal_{is_terminal(stream::output)} {}

void line_printer::open(std::string_view file) {
  file_ = file == "-" ? "(standard input)" : shown(file);
  number_ = 1;
  printed_to_ = 0;
  after_ = 0;
  any_here_ = false;
  earlier_.clear();
}

void line_printer::begin(std::uint64_t offset, std::string_view text) {
  offset_ = offset;
  text_ = text;
  counted_to_ = 0;
}

void line_printer::print(extent line, const extent* match, const line_search& search) {
  if (request_.only_matches && match == nullptr) return;
  print_after(line.begin);
  print_before(line);
  separate(offset_ + line.begin);
  if (request_.only_matches) {
    print_matches(line, text_, search);
  } else {
    print_head(':', place_of(line.begin), offset_ + (match == nullptr ? line.begin : match->begin));
    print_marked(line, match, search);
  }
  printed_to_ = offset_ + std::min(line.end + 1, text_.size());
  after_ = request_.after;
}

void line_printer::end(bool more) {
  if (!more) return;
  print_after(text_.size());
  if (request_.before != 0) remember();
  if (terminal_) flush_output();  // who watches a pipe sees its lines as they come
  if (request_.numbers) number_ += count_lines(text_.substr(counted_to_));
}

void line_printer::print_name() { write(coloured(name_colour, file_) + "\n"); }

void line_printer::print_summary(std::string_view text) {
  if (with_names_) write(coloured(name_colour, file_) + coloured(separator_colour, ":"));
  tool::print("{}\n", text);
}

void line_printer::print_binary() { tool::print("{}: binary file matches\n", file_); }

// The lines before this one that are context, as far as they were not printed.
void line_printer::print_before(extent line) {
  std::size_t begin = line.begin;
  std::size_t wanted = request_.before;
  while (wanted != 0 && begin != 0 && offset_ + begin > printed_to_) {
    begin = line_at(text_, begin - 1).begin;
    --wanted;
  }
  const auto from_earlier = std::min(begin == 0 ? wanted : 0, earlier_.size());
  for (auto old = earlier_.end() - static_cast<std::ptrdiff_t>(from_earlier); old != earlier_.end(); ++old)
    if (old->place.offset >= printed_to_) print_context(old->text, old->place);
  while (begin < line.begin) {
    const auto context = line_at(text_, begin);
    print_context(text_.substr(context.begin, context.end - context.begin), place_of(context.begin));
    begin = context.end + 1;
  }
}

// The lines up to `end` that follow the one printed last, as many as are wanted.
void line_printer::print_after(std::size_t end) {
  while (after_ != 0 && printed_to_ - offset_ < end) {
    const auto line = line_at(text_, static_cast<std::size_t>(printed_to_ - offset_));
    print_context(text_.substr(line.begin, line.end - line.begin), place_of(line.begin));
    --after_;
  }
}

void line_printer::print_context(std::string_view line, line_place place) {
  separate(place.offset);
  printed_to_ = place.offset + line.size() + 1;
  if (request_.only_matches) return;
  print_head('-', place, place.offset);
  tool::print("{}\n", shown(line));
}

void line_printer::print_matches(extent line, std::string_view text, const line_search& search) {
  const auto place = place_of(line.begin);
  for (auto rest = line; rest.begin <= line.end;) {
    const auto match = search.match_in(text, rest);
    if (!match) return;
    if (match->end != match->begin) {
      print_head(':', place, offset_ + match->begin);
      print_marked(*match, &*match, search);
    }
    rest.begin = std::max(match->end, match->begin + 1);
  }
}

void line_printer::print_head(char separator, line_place place, std::uint64_t match) {
  const auto part = [&](std::string_view colour, std::string_view text) {
    write(coloured(colour, text) + coloured(separator_colour, {&separator, 1}));
  };
  if (with_names_) part(name_colour, file_);
  if (request_.numbers) part(number_colour, std::to_string(place.number));
  if (request_.line_offsets) part(number_colour, std::to_string(place.offset));
  part(number_colour, std::to_string(match));
}

// With its matches in colour.
void line_printer::print_marked(extent line, const extent* match, const line_search& search) {
  const auto show = [&](std::size_t begin, std::size_t end) { return shown(text_.substr(begin, end - begin)); };
  if (!colour_ || match == nullptr) return write(show(line.begin, line.end) + "\n");
  std::optional<extent> next = *match;
  for (auto rest = line; next; next = rest.begin <= rest.end ? search.match_in(text_, rest) : std::nullopt) {
    write(show(line.begin, next->begin));
    if (next->end != next->begin) write(coloured(match_colour, show(next->begin, next->end)));
    line.begin = next->end;
    rest.begin = std::max(next->end, next->begin + 1);
  }
  write(show(line.begin, line.end) + "\n");
}

// Between lines that do not follow each other, where context is shown.
void line_printer::separate(std::uint64_t offset) {
  const bool gap = any_ && (!any_here_ || offset != printed_to_);
  if (gap && (request_.before != 0 || request_.after != 0)) write(coloured(separator_colour, "--") + "\n");
  any_ = any_here_ = true;
}

line_printer::line_place line_printer::place_of(std::size_t begin) {
  if (request_.numbers && begin > counted_to_) {
    number_ += count_lines(text_.substr(counted_to_, begin - counted_to_));
    counted_to_ = begin;
  }
  return {offset_ + begin, number_};
}

// What the next window's first line may need.
void line_printer::remember() {
  std::size_t begin = text_.size();
  std::size_t lines = 0;
  for (; begin != 0 && lines < request_.before; ++lines) begin = line_at(text_, begin - 1).begin;
  while (begin < text_.size()) {
    const auto line = line_at(text_, begin);
    earlier_.push_back({std::string{text_.substr(line.begin, line.end - line.begin)}, place_of(line.begin)});
    begin = line.end + 1;
  }
  while (earlier_.size() > request_.before) earlier_.pop_front();
}

std::string line_printer::coloured(std::string_view code, std::string_view text) const {
  return colour_ ? formatted("\x1b[{}m{}\x1b[m", code, text) : std::string{text};
}

}  // namespace mmapkit::tool
