#include "sequence.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <numeric>

namespace mmapkit::tool {

namespace {

unsigned char byte_of(char c) { return static_cast<unsigned char>(c); }

bool has_two_cases(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The least of the tests which all members pass that looks away from the bit in which the cases of a letter differ, or
// does not.
byte_test test_of(const byte_set& set) {
  byte_test best;
  std::size_t fewest = set.size() + 1;
  for (const unsigned char fold : {std::uint8_t{0x00}, std::uint8_t{0x20}}) {
    unsigned low = 0xff;
    unsigned high = 0;
    for (unsigned byte = 0; byte < set.size(); ++byte)
      if (set[byte]) {
        low = std::min(low, byte | fold);
        high = std::max(high, byte | fold);
      }
    const byte_test test{fold, static_cast<unsigned char>(low), static_cast<unsigned char>(high - low)};
    std::size_t passing = 0;
    for (unsigned byte = 0; byte < set.size(); ++byte)
      passing += test.takes(static_cast<unsigned char>(byte)) ? 1U : 0U;
    if (passing >= fewest) continue;
    fewest = passing;
    best = test;
  }
  return best;
}

// How many places of whole blocks pass.
std::size_t count_pairs(std::string_view text, std::size_t size, const byte_pair& pair) {
  std::size_t count = 0;
  std::array<char, places_at_once> found{};
  for (std::size_t blocks = text.size() < size ? 0 : (text.size() - size + 1) / places_at_once; blocks != 0; --blocks) {
    const auto skipped = skip_blocks(text.data(), blocks, pair, found.data());
    if (skipped == blocks) break;
    count += static_cast<std::size_t>(std::count(found.begin(), found.end(), '\1'));
    text.remove_prefix((skipped + 1) * places_at_once);
    blocks -= skipped;
  }
  return count;
}

}  // namespace

byte_sequence sequence_of(std::string_view text, letter_case letters) {
  byte_sequence sequence(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    sequence[i].set(byte_of(text[i]));
    if (letters == letter_case::ignored && has_two_cases(text[i])) sequence[i].set(byte_of(text[i]) ^ 0x20U);
  }
  return sequence;
}

std::vector<byte_sequence> sequences_of(const std::vector<std::string>& texts, letter_case letters) {
  std::vector<byte_sequence> sequences;
  sequences.reserve(texts.size());
  for (const auto& text : texts) sequences.push_back(sequence_of(text, letters));
  return sequences;
}

text_sample::text_sample(std::string_view text) : text_{text}, counts_(256) {
  for (const char byte : text) ++counts_[byte_of(byte)];
}

std::size_t text_sample::count(const byte_test& test) const noexcept {
  std::size_t sum = 0;
  for (unsigned byte = 0; byte < counts_.size(); ++byte)
    if (test.takes(static_cast<unsigned char>(byte))) sum += counts_[byte];
  return sum;
}

sequence_search::sequence_search(byte_sequence sequence) : sequence_{std::move(sequence)} {
  for (const auto& set : sequence_) tests_.push_back(test_of(set));
  learn(text_sample{{}});
}

void sequence_search::learn(const text_sample& sample) {
  if (sequence_.empty()) return;
  first_alone_ = false;
  std::vector<std::size_t> counts;
  for (const auto& test : tests_) counts.push_back(sample.count(test));
  std::vector<std::size_t> places(tests_.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::stable_sort(places.begin(), places.end(), [&](auto one, auto other) { return counts[one] < counts[other]; });
  pair_.first_at = places.front();
  pair_.first = tests_[places.front()];
  constexpr std::size_t most_places = 8;
  places.resize(std::min(places.size(), most_places));
  choose_second(sample, places);
  estimate(sample, counts[pair_.first_at], count_pairs(sample.text(), size(), pair_));
}

// The one that passes most rarely where the first does.
void sequence_search::choose_second(const text_sample& sample, const std::vector<std::size_t>& places) {
  std::size_t fewest = sample.text().size() + 1;
  for (const auto place : places) {
    const byte_pair pair{pair_.first_at, place, pair_.first, tests_[place]};
    const auto pairs = place == pair_.first_at && places.size() > 1 ? fewest : count_pairs(sample.text(), size(), pair);
    if (pairs >= fewest) continue;
    fewest = pairs;
    pair_.second_at = place;
    pair_.second = tests_[place];
  }
}

void sequence_search::estimate(const text_sample& sample, std::size_t firsts, std::size_t pairs) {
  constexpr std::size_t bytes_in_a_nanosecond = 16;
  constexpr std::size_t for_a_pair = 8;
  constexpr std::size_t for_a_match = 300;
  constexpr std::size_t bytes_for_a_byte = 2048;
  const auto text = sample.text();
  std::size_t matches = 0;
  for (auto at = find(text, 0); at < text.size(); at = find(text, at + 1)) ++matches;
  const bool exact = pair_.first.fold == 0 && pair_.first.width == 0;
  first_alone_ = exact && (size() == 1 || firsts * bytes_for_a_byte <= text.size());
  cost_ = text.size() / bytes_in_a_nanosecond + pairs * for_a_pair + matches * for_a_match;
}

bool sequence_search::is_at(std::string_view in, std::size_t at) const {
  for (std::size_t i = 0; i < sequence_.size(); ++i)
    if (!sequence_[i][byte_of(in[at + i])]) return false;
  return true;
}

std::size_t sequence_search::find(std::string_view in, std::size_t from, std::size_t to) const {
  if (size() > in.size()) return std::string_view::npos;
  to = std::min(to, in.size() - size() + 1);
  if (sequence_.empty()) return from < to ? from : std::string_view::npos;
  if (first_alone_) return find_by_first(in, from, to);
  std::array<char, places_at_once> found{};
  while (from + places_at_once <= to) {
    from += places_at_once * skip_blocks(in.data() + from, (to - from) / places_at_once, pair_, found.data());
    if (from + places_at_once > to) break;
    if (const auto at = find_in_block(in, from, found.data()); at != std::string_view::npos) return at;
    from += places_at_once;
  }
  for (; from < to; ++from)
    if (is_at(in, from)) return from;
  return std::string_view::npos;
}

std::size_t sequence_search::find_in_block(std::string_view in, std::size_t from, const char* found) const {
  for (std::size_t i = 0; i < places_at_once; i += sizeof(std::uint64_t)) {
    std::uint64_t several = 0;
    std::memcpy(&several, found + i, sizeof several);
    for (std::size_t k = i; several != 0 && k < i + sizeof several; ++k)
      if (found[k] != 0 && is_at(in, from + k)) return from + k;
  }
  return std::string_view::npos;
}

std::size_t sequence_search::find_by_first(std::string_view in, std::size_t from, std::size_t to) const {
  for (; from < to; ++from) {
    const auto* const at = std::memchr(in.data() + from + pair_.first_at, pair_.first.low, to - from);
    if (at == nullptr) break;
    from = static_cast<std::size_t>(static_cast<const char*>(at) - in.data()) - pair_.first_at;
    if (is_at(in, from)) return from;
  }
  return std::string_view::npos;
}

std::size_t sequence_search::find(std::string_view in, std::size_t from) const { return find(in, from, in.size() + 1); }

sequence_set::sequence_set(const std::vector<byte_sequence>& sequences) {
  for (const auto& sequence : sequences) searches_.emplace_back(sequence);
}

void sequence_set::learn(const text_sample& sample) {
  for (auto& search : searches_) search.learn(sample);
}

std::size_t sequence_set::cost() const noexcept {
  std::size_t sum = 0;
  for (const auto& search : searches_) sum += search.cost();
  return sum;
}

std::optional<extent> sequence_set::find(std::string_view in, std::size_t from) const {
  // A block with a few lines, so that each text is searched in what the processor's cache has.
  const std::size_t block = searches_.size() == 1 ? in.size() + 1 : 32 * places_at_once;
  for (; from <= in.size(); from += std::min(block, in.size() + 1 - from)) {
    extent first{std::string_view::npos, 0};
    auto to = from + std::min(block, in.size() + 1 - from);
    for (const auto& search : searches_) {
      const auto at = search.find(in, from, to);
      // Of those that begin at one place the longest, as grep has it.
      if (at == std::string_view::npos || (at == first.begin && at + search.size() <= first.end)) continue;
      first = {at, at + search.size()};
      to = at + 1;
    }
    if (first.begin != std::string_view::npos) return first;
  }
  return std::nullopt;
}

}  // namespace mmapkit::tool
