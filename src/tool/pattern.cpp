#include "pattern.hpp"

#include <fmt/format.h>

#include <utility>

#include "pattern_reader.hpp"

namespace mmapkit::tool {

namespace {

constexpr unsigned max_depth = 100;
constexpr unsigned max_count = 1000;

node of_kind(node::kind what) {
  node made;
  made.what = what;
  return made;
}

node of_place(assertion place) {
  node made = of_kind(node::kind::place);
  made.place = place;
  return made;
}

struct repetition {
  unsigned least;
  std::optional<unsigned> most;
};

// One function for each rule of ECMAScript's grammar (ECMA-262, 22.2.1).
class parser {
 public:
  parser(std::string_view pattern, letter_case letters) : in_{pattern}, letters_{letters} {}

  node whole() {
    node all = choice();
    if (!in_.done()) in_.fail("a ) without its (");
    return all;
  }

 private:
  node choice() {
    node first = sequence();
    if (!in_.next_is('|')) return first;
    node all = of_kind(node::kind::choice);
    all.parts.push_back(std::move(first));
    while (in_.take("|")) all.parts.push_back(sequence());
    return all;
  }

  node sequence() {
    node all = of_kind(node::kind::sequence);
    while (!in_.done() && !in_.next_is('|') && !in_.next_is(')')) all.parts.push_back(term());
    return all;
  }

  node term() {
    if (in_.take("^")) return of_place(assertion::line_begin);
    if (in_.take("$")) return of_place(assertion::line_end);
    if (in_.take("\\b")) return of_place(assertion::word_border);
    if (in_.take("\\B")) return of_place(assertion::no_word_border);
    const std::size_t begin = in_.at();
    if (repetition_here()) in_.fail("nothing to repeat", begin);
    return repeated(atom());
  }

  node atom() {
    if (in_.take("(")) return group();
    if (in_.take("[")) return set(in_.read_class(letters_));
    if (in_.take(".")) return set(any_but_line_ends());
    if (in_.next_is('\\')) {
      if (const auto bytes = in_.read_class_escape()) return set(*bytes);
      return literal(in_.read_escape());
    }
    return literal(in_.read_character());
  }

  node group() {
    const std::size_t begin = in_.at() - 1;
    if (in_.take("?=") || in_.take("?!")) in_.fail("look-ahead is not supported", begin);
    if (in_.take("?<")) in_.fail("look-behind and named groups are not supported", begin);
    if (!in_.take("?:") && in_.next_is('?')) in_.fail("an unknown kind of group", begin);
    if (++depth_ > max_depth) in_.fail("groups are nested too deeply", begin);
    node all = choice();
    --depth_;
    if (!in_.take(")")) in_.fail("a ( without its )", begin);
    return all;
  }

  node repeated(node part) {
    const auto times = repetition_here();
    if (!times) return part;
    in_.take("?");  // as few as possible: the same lines match, and they begin to at the same byte
    node all = of_kind(node::kind::repeat);
    all.parts.push_back(std::move(part));
    all.least = times->least;
    all.most = times->most;
    return all;
  }

  std::optional<repetition> repetition_here() {
    if (in_.take("*")) return repetition{0, std::nullopt};
    if (in_.take("+")) return repetition{1, std::nullopt};
    if (in_.take("?")) return repetition{0, 1};
    return braces();
  }

  // {2}, {2,} or {2,5}; any other { is an ordinary character, as in browsers.
  std::optional<repetition> braces() {
    const std::size_t begin = in_.at();
    if (in_.take("{")) {
      const auto least = in_.read_number();
      auto most = least;
      if (in_.take(",")) most = in_.read_number();
      if (least && in_.take("}")) {
        if (*least > max_count || (most && *most > max_count)) in_.fail("more than 1000 repetitions", begin);
        if (most && *most < *least) in_.fail("the least and the most repetitions are the wrong way round", begin);
        return repetition{*least, most};
      }
    }
    in_.go_back(begin);
    return std::nullopt;
  }

  static node set(byte_set bytes) {
    node one = of_kind(node::kind::bytes);
    one.bytes = bytes;
    return one;
  }

  node literal(std::string_view character) const { return literal_pattern(character, letters_); }

  pattern_reader in_;
  letter_case letters_;
  unsigned depth_ = 0;
};

}  // namespace

node parse_pattern(std::string_view pattern, letter_case letters) { return parser{pattern, letters}.whole(); }

node literal_pattern(std::string_view text, letter_case letters) {
  node all = of_kind(node::kind::sequence);
  for (const char byte : text) {
    node one = of_kind(node::kind::bytes);
    one.bytes = letters == letter_case::ignored ? with_both_cases(one_byte(byte)) : one_byte(byte);
    all.parts.push_back(std::move(one));
  }
  return all;
}

}  // namespace mmapkit::tool
