#include "syntax.hpp"

#include <cctype>

namespace mmapkit::tool {

namespace {

class translator {
 public:
  translator(std::string_view pattern, const pattern_options& options) : pattern_{pattern}, options_{options} {}

  std::string run() {
    while (at_ < pattern_.size()) step();
    return result_;
  }

 private:
  void step() {
    const char c = pattern_[at_];
    if (c == '\\' && at_ + 1 < pattern_.size()) return escape(pattern_[at_ + 1]);
    if (!in_class_ && c == '{' && pattern_.substr(at_, 2) == "{,") return repetition();
    if (in_class_ && c == '[' && pattern_.substr(at_, 2) == "[:") return take(pattern_.find(":]", at_ + 2) + 2);
    if (c == '[' && !in_class_) return open_class();
    if (c == ']') in_class_ = false;
    take(at_ + 1);
  }

  // Up to `end`, which is 1 or less where what was looked for is missing: RE2 says what is wrong.
  void take(std::size_t end) {
    if (end <= at_) end = at_ + 1;
    result_ += pattern_.substr(at_, end - at_);
    at_ = end;
  }

  void replace(std::size_t length, std::string_view text) {
    result_ += text;
    at_ += length;
  }

  // A ] that comes first is a member.
  void open_class() {
    in_class_ = true;
    take(at_ + (pattern_.substr(at_, 2) == "[^" ? 2 : 1));
    if (pattern_.substr(at_, 1) == "]") take(at_ + 1);
  }

  void repetition() {
    std::size_t end = at_ + 2;
    while (end < pattern_.size() && std::isdigit(static_cast<unsigned char>(pattern_[end])) != 0) ++end;
    if (end == at_ + 2 || pattern_.substr(end, 1) != "}") return take(at_ + 1);
    replace(1, "{0");
  }

  void escape(char what) {
    const std::string words{word_characters(options_)};
    if (what == 'Q' && !in_class_) return take(std::min(pattern_.find("\\E", at_), pattern_.size()));
    if (what == 'n' && !in_class_) throw pattern_error{pattern_, "\\n ends a line, and no line has one in it"};
    if (what == '<' || what == '>') throw pattern_error{pattern_, "the border of a word is \\b; < needs no \\"};
    if (what == 'C') throw pattern_error{pattern_, "\\C may be part of a character: say . with --bytes"};
    if (what == 'w') return replace(2, in_class_ ? words : "[" + words + "]");
    if (what == 'W' && !in_class_) return replace(2, "[^" + words + "]");
    if (what == 'W' && !options_.bytes) throw pattern_error{pattern_, "\\W cannot stand in brackets"};
    take(at_ + 2);
  }

  std::string_view pattern_;
  const pattern_options& options_;
  std::size_t at_ = 0;
  bool in_class_ = false;
  std::string result_;
};

}  // namespace

std::string_view word_characters(const pattern_options& options) {
  return options.bytes ? "0-9A-Za-z_" : R"(\pL\pM\p{Nd}\p{Pc})";
}

std::string in_syntax_of_re2(std::string_view pattern, const pattern_options& options) {
  return translator{pattern, options}.run();
}

}  // namespace mmapkit::tool
