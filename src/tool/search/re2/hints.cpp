#include "hints.hpp"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <string_view>

namespace mmapkit::tool {

namespace {

constexpr std::size_t most_hints = 6;
// To find hints takes time that grows with the square of the pattern, and many texts are none in the end.
constexpr std::size_t longest_pattern = 1000;
constexpr std::size_t least_size = 2;

// What RE2 knows of a pattern: that it needs some of these texts, in lower case.
class needs {
 public:
  // Texts of fewer bytes are left out.
  needs(const std::string& pattern, const RE2::Options& options, std::size_t least) : filter_{static_cast<int>(least)} {
    int id = 0;
    if (filter_.Add(pattern, options, &id) == RE2::NoError) filter_.Compile(&texts_);
  }

  [[nodiscard]] const std::vector<std::string>& texts() const noexcept { return texts_; }

  // Whether every match has one of the texts that are marked.
  [[nodiscard]] bool one_of(const std::vector<bool>& marked) const {
    std::vector<int> others;
    std::vector<int> possible;
    for (std::size_t i = 0; i < texts_.size(); ++i)
      if (!marked[i]) others.push_back(static_cast<int>(i));
    filter_.AllPotentials(others, &possible);
    return possible.empty();
  }

  // The fewest of which every match has one: greedily, the shortest are given up first.
  [[nodiscard]] std::vector<std::string> fewest() const {
    std::vector<std::size_t> order(texts_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return texts_[a].size() < texts_[b].size(); });
    std::vector<bool> marked(texts_.size(), true);
    if (texts_.empty() || !one_of(marked)) return {};
    for (const auto i : order) {
      marked[i] = false;
      marked[i] = !one_of(marked);
    }
    std::vector<std::string> result;
    for (std::size_t i = 0; i < texts_.size(); ++i)
      if (marked[i]) result.push_back(texts_[i]);
    return result;
  }

 private:
  re2::FilteredRE2 filter_;
  std::vector<std::string> texts_;
};

// The longest part whose bytes have no other case than that of ASCII: K and S have one, the Kelvin sign and the long s.
std::string plain_part(std::string_view text, bool folds) {
  std::string_view longest;
  const auto plain = [&](char c) { return static_cast<unsigned char>(c) < 0x80 && !(folds && (c == 'k' || c == 's')); };
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && plain(text[end])) ++end;
    if (end - begin > longest.size()) longest = text.substr(begin, end - begin);
    begin = end + 1;
  }
  return std::string{longest};
}

// The longest part that is in all texts.
std::string common_part(const std::vector<std::string>& texts) {
  const std::string& first = texts.front();
  for (std::size_t size = first.size(); size > 2; --size)
    for (std::size_t at = 0; at + size <= first.size(); ++at) {
      auto part = first.substr(at, size);
      if (std::all_of(texts.begin(), texts.end(), [&](const auto& text) { return text.find(part) != text.npos; }))
        return part;
    }
  return {};
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_upper(static_cast<char>(c & ~0x20)); }

// Whether brackets have letters in them.
bool has_classes_of_letters(std::string_view pattern) {
  for (auto at = pattern.find('['); at != std::string_view::npos; at = pattern.find('[', at + 1)) {
    const auto members = pattern.substr(at, pattern.find(']', at + 2) - at);
    if (std::any_of(members.begin(), members.end(), is_letter)) return true;
  }
  return false;
}

// RE2 tells its texts in lower case. They are the pattern's own where it has no other letters, or else where it is
// nothing but a sequence and has the text in it.
bool restore_case(std::string& text, std::string_view pattern) {
  if (std::none_of(pattern.begin(), pattern.end(), is_upper)) return true;
  if (pattern.find_first_of("|(?*\\{+.") != std::string_view::npos || has_classes_of_letters(pattern)) return false;
  const auto same = [](char in_pattern, char in_text) {
    return (is_letter(in_pattern) ? in_pattern | 0x20 : in_pattern) == in_text;
  };
  const auto* const found = std::search(pattern.begin(), pattern.end(), text.begin(), text.end(), same);
  if (found == pattern.end()) return false;
  text.assign(found, found + static_cast<std::ptrdiff_t>(text.size()));
  return true;
}

// One set of texts, or none.
std::vector<byte_sequence> few_texts(const needs& known, std::string_view pattern, bool folds) {
  auto hints = known.fewest();
  for (auto& hint : hints) {
    hint = plain_part(hint, folds);
    if (hint.size() < least_size) return {};
  }
  if (hints.size() > 1)
    if (auto common = common_part(hints); !common.empty()) hints = {std::move(common)};
  if (hints.size() > most_hints) return {};
  const bool exact =
      !folds && std::all_of(hints.begin(), hints.end(), [&](std::string& hint) { return restore_case(hint, pattern); });
  return sequences_of(hints, exact ? letter_case::matters : letter_case::ignored);
}

}  // namespace

std::vector<std::vector<byte_sequence>> find_hints(std::string_view prefix, std::string_view pattern,
                                                   const RE2::Options& options, bool folds) {
  std::vector<std::vector<byte_sequence>> found;
  if (pattern.size() > longest_pattern) return found;
  const auto all = std::string{prefix}.append(pattern);
  if (auto texts = few_texts(needs{all, options, least_size}, pattern, folds); !texts.empty())
    found.push_back(std::move(texts));
  // A single byte that every match has may be the rarest of all, such as @.
  const needs bytes{all, options, 1};
  for (std::size_t i = 0; i < bytes.texts().size(); ++i) {
    const auto& text = bytes.texts()[i];
    std::vector<bool> alone(bytes.texts().size());
    alone[i] = true;
    if (text.size() == 1 && !is_letter(text[0]) && plain_part(text, folds) == text && bytes.one_of(alone))
      found.push_back({sequence_of(text)});
  }
  return found;
}

}  // namespace mmapkit::tool
