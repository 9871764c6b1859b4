#include "sequences.hpp"

#include <algorithm>
#include <bit>
#include <cctype>
#include <limits>
#include <optional>

namespace mmapkit::tool {

namespace {

constexpr std::size_t longest_sequence = 64;
constexpr std::size_t most_sequences = 3;
constexpr std::size_t most_alternatives = 8;
// A sequence of fewer is in most lines.
constexpr std::size_t least_bits = 8;

// That the pattern has something this does not know.
struct unknown_syntax {};

struct repetition {
  std::size_t least = 1;
  std::size_t most = 1;
};

constexpr std::size_t without_end = std::numeric_limits<std::size_t>::max();

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool is_punctuation(char c) { return is_ascii(c) && std::ispunct(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

byte_set range_of(char low, char high) {
  byte_set set;
  for (std::size_t byte = static_cast<unsigned char>(low); byte <= static_cast<unsigned char>(high); ++byte)
    set.set(byte);
  return set;
}

class sequence_finder {
 public:
  sequence_finder(std::string_view pattern, const pattern_options& options) : pattern_{pattern}, options_{options} {}

  pattern_sequences run() {
    alternative();
    if (at_end() && !is_whole()) {
      pattern_sequences result;
      for (auto& each : strongest(most_sequences)) result.sets.push_back({std::move(each)});
      return result;
    }
    std::vector<byte_sequence> all;
    bool whole = true;
    for (;; take(), alternative()) {
      whole = whole && is_whole();
      const auto one = whole ? std::move(found_) : strongest(1);
      if (one.empty() || all.size() == most_alternatives) return {};
      all.push_back(one.front());
      if (at_end()) break;
    }
    whole = whole && !any_begins_another(all);
    return {{std::move(all)}, whole};
  }

 private:
  // What fits: nothing is known of a class that a byte may be a part of only.
  using known_set = std::optional<byte_set>;

  [[nodiscard]] bool at_end() const { return at_ == pattern_.size(); }
  [[nodiscard]] bool is_next(std::string_view what) const { return pattern_.substr(at_).starts_with(what); }
  char take() {
    if (at_end()) throw unknown_syntax{};
    return pattern_[at_++];
  }

  // Whether the alternative is nothing but one sequence.
  [[nodiscard]] bool is_whole() const { return whole_ && found_.size() == 1; }

  // Up to a |, or to the end.
  void alternative() {
    found_.clear();
    whole_ = true;
    while (!at_end() && !is_next("|")) step();
    end_sequence();
  }

  void step() {
    const char c = take();
    if (c == ')' || c == '*' || c == '+' || c == '?') throw unknown_syntax{};
    if (c == '^' || c == '$' || (c == '\\' && (is_next("b") || is_next("B")))) {
      if (c == '\\') take();
      whole_ = false;
      take_repetition();
      return;
    }
    const auto set = c == '\\' ? escape() : c == '[' ? members() : c == '(' ? group() : c == '.' ? known_set{} : one(c);
    add(set, take_repetition());
  }

  known_set one(char c) {
    if (is_ascii(c)) return in_either_case(range_of(c, c));
    if (!options_.bytes)
      while (!at_end() && (static_cast<unsigned char>(pattern_[at_]) & 0xC0) == 0x80) ++at_;
    return {};
  }

  // K and S have a third case, which is longer than a byte.
  [[nodiscard]] known_set in_either_case(byte_set set) const {
    if (!options_.ignore_case) return set;
    if (!options_.bytes && (set['k'] || set['K'] || set['s'] || set['S'])) return {};
    for (std::size_t upper = 'A'; upper <= 'Z'; ++upper)
      if (const std::size_t lower = upper | 0x20U; set[upper] || set[lower]) set.set(upper).set(lower);
    return set;
  }

  known_set escape() {
    const char c = take();
    if (c == 'd') return range_of('0', '9');
    if (c == 'D' || c == 's' || c == 'S' || c == 'W') return {};
    if (c == 't') return range_of('\t', '\t');
    if (is_punctuation(c)) return range_of(c, c);
    throw unknown_syntax{};
  }

  known_set members() {
    bool known = true;
    if (is_next("^")) {
      take();
      known = false;
    }
    byte_set set;
    for (bool first = true; first || !is_next("]"); first = false) {
      const auto low = member(known);
      auto high = low;
      if (is_next("-") && !is_next("-]")) {
        take();
        high = member(known);
      }
      set |= range_of(low, high);
    }
    take();
    set.reset('\n');
    return known && set.any() ? in_either_case(set) : known_set{};
  }

  // One character of a class; \0 for what has several or is not ASCII, and then the class is not known.
  char member(bool& known) {
    const bool named = is_next("[:");
    char c = take();
    const bool escaped = c == '\\';
    if (escaped) c = take();
    if (named) {
      const auto end = pattern_.find(":]", at_ + 1);
      if (end == std::string_view::npos) throw unknown_syntax{};
      at_ = end + 2;
    }
    if (!named && is_ascii(c) && (!escaped || is_punctuation(c))) return c;
    known = false;
    return '\0';
  }

  // Nothing is known of a group; this goes behind it.
  known_set group() {
    if (is_next("?") && !is_next("?:")) throw unknown_syntax{};
    for (std::size_t depth = 1; depth != 0;) {
      const char c = take();
      if (c == '\\' && std::string_view{"QE"}.find(take()) != std::string_view::npos) throw unknown_syntax{};
      if (c == '[') members();
      if (c == ')') --depth;
      if (c != '(') continue;
      if (is_next("?") && !is_next("?:")) throw unknown_syntax{};
      ++depth;
    }
    return {};
  }

  repetition take_repetition() {
    repetition found;
    if (at_end()) return found;
    const auto before = at_;
    const char c = take();
    if (c == '*' || c == '?') {
      found = {0, c == '*' ? without_end : 1};
    } else if (c == '+') {
      found = {1, without_end};
    } else if (const auto counts = c == '{' ? take_counts() : std::nullopt) {
      found = *counts;
    } else {
      at_ = before;
      return found;
    }
    if (is_next("?")) take();
    if (is_next("*") || is_next("+") || is_next("?")) throw unknown_syntax{};
    return found;
  }

  // n}, n,} or n,m}; if it is none of them, { is an ordinary character.
  std::optional<repetition> take_counts() {
    const auto number = [&](std::size_t missing) {
      if (at_end() || !is_digit(pattern_[at_])) return missing;
      std::size_t value = 0;
      while (!at_end() && is_digit(pattern_[at_]) && value < 10'000)
        value = value * 10 + static_cast<std::size_t>(take() - '0');
      return value;
    };
    if (at_end() || !is_digit(pattern_[at_])) return std::nullopt;
    repetition counts;
    counts.least = number(0);
    counts.most = counts.least;
    if (is_next(",")) {
      take();
      counts.most = number(without_end);
    }
    if (!is_next("}")) return std::nullopt;
    take();
    return counts;
  }

  void add(const known_set& set, repetition times) {
    const bool fixed = set && times.least == times.most && times.least != 0;
    whole_ = whole_ && fixed;
    if (!set || times.least == 0) return end_sequence();
    append(*set, times.least);
    if (times.least == times.most) return;
    end_sequence();
    append(*set, times.least);
  }

  void append(const byte_set& set, std::size_t times) {
    for (std::size_t i = 0; i < times; ++i) {
      if (sequence_.size() == longest_sequence) {
        whole_ = false;
        return end_sequence();
      }
      sequence_.push_back(set);
    }
  }

  void end_sequence() {
    if (!sequence_.empty()) found_.push_back(std::move(sequence_));
    sequence_.clear();
  }

  // The bits that a random byte would have to have right.
  static std::size_t strength(const byte_sequence& sequence) {
    std::size_t bits = 0;
    for (const auto& set : sequence) bits += static_cast<std::size_t>(std::bit_width(set.size() / set.count())) - 1;
    return bits;
  }

  // The strongest of those found.
  [[nodiscard]] std::vector<byte_sequence> strongest(std::size_t most) const {
    auto some = found_;
    const auto weak = [](const auto& each) { return each.size() < 2 || strength(each) < least_bits; };
    some.erase(std::remove_if(some.begin(), some.end(), weak), some.end());
    std::stable_sort(some.begin(), some.end(),
                     [](const auto& one, const auto& other) { return strength(one) > strength(other); });
    some.resize(std::min(some.size(), most));
    return some;
  }

  // Whether two of them may match at one place: an expression takes the first, and a search the longest.
  static bool any_begins_another(const std::vector<byte_sequence>& all) {
    const auto both = [](const byte_set& one, const byte_set& other) { return (one & other).any(); };
    for (auto one = all.begin(); one != all.end(); ++one)
      for (auto other = one + 1; other != all.end(); ++other) {
        const auto& [shorter, longer] = std::minmax(*one, *other, [](auto& a, auto& b) { return a.size() < b.size(); });
        if (shorter.size() < longer.size() && std::equal(shorter.begin(), shorter.end(), longer.begin(), both))
          return true;
      }
    return false;
  }

  std::string_view pattern_;
  const pattern_options& options_;
  std::size_t at_ = 0;
  bool whole_ = true;  // nothing else was in the alternative
  byte_sequence sequence_;
  std::vector<byte_sequence> found_;
};

}  // namespace

pattern_sequences find_sequences(std::string_view pattern, const pattern_options& options) try {
  return sequence_finder{pattern, options}.run();
} catch (const unknown_syntax&) {
  return {};
}

}  // namespace mmapkit::tool
