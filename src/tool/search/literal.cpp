#include "literal.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace mmapkit::tool {

namespace {

// The bit in which the two cases of a letter differ.
char fold_of(char byte, letter_case letters) {
  const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
  return letters == letter_case::ignored && letter ? '\x20' : '\0';
}

constexpr char with(char byte, char fold) { return static_cast<char>(byte | fold); }

}  // namespace

literal_search::literal_search(std::string_view text, letter_case letters) : text_{text} {
  for (char& byte : text_) {
    fold_ += fold_of(byte, letters);
    byte = with(byte, fold_.back());
  }
  learn({});
}

void literal_search::learn(std::string_view sample) {
  if (text_.empty()) return;
  std::array<std::size_t, 256> frequency{};
  for (const char byte : sample) ++frequency[static_cast<unsigned char>(byte)];
  const auto how_often = [&](std::size_t place) {
    const auto byte = static_cast<unsigned char>(text_[place]);
    return frequency[byte] + (fold_[place] != 0 ? frequency[byte ^ 0x20U] : 0);
  };
  std::size_t rarest = 0;
  for (std::size_t place = 1; place < text_.size(); ++place)
    if (how_often(place) < how_often(rarest)) rarest = place;
  std::size_t other = rarest == 0 ? text_.size() - 1 : 0;
  for (std::size_t place = 0; place < text_.size(); ++place)
    if (place != rarest && how_often(place) < how_often(other)) other = place;
  constexpr std::size_t bytes_for_a_hit = 256;
  hits_ = how_often(rarest);
  one_byte_alone_ = fold_[rarest] == 0 && hits_ * bytes_for_a_hit <= sample.size();
  rarest_ = byte_at(rarest);
  other_ = byte_at(other);
}

literal_search::sample_byte literal_search::byte_at(std::size_t place) const {
  return {place, text_[place], fold_[place]};
}

bool literal_search::is_at(std::string_view in, std::size_t at) const {
  for (std::size_t i = 0; i < text_.size(); ++i)
    if (with(in[at + i], fold_[i]) != text_[i]) return false;
  return true;
}

// Whether both bytes are at any of the places, and at which.
bool literal_search::find_both(const char* first, sample_byte one, const char* second, sample_byte other,
                               char* found) noexcept {
  std::uint8_t any = 0;
  for (std::size_t i = 0; i < places_at_once; ++i) {
    const int is_one = with(first[i], one.fold) == one.byte;
    const int is_other = with(second[i], other.fold) == other.byte;
    const auto both = static_cast<char>(is_one & is_other);
    found[i] = both;
    any = static_cast<std::uint8_t>(any | static_cast<std::uint8_t>(both));
  }
  return any != 0;
}

std::size_t literal_search::find(std::string_view in, std::size_t from, std::size_t to) const {
  if (text_.size() > in.size()) return std::string_view::npos;
  to = std::min(to, in.size() - text_.size() + 1);
  if (text_.empty()) return from < to ? from : std::string_view::npos;
  if (one_byte_alone_) return find_by_rarest(in, from, to);
  std::array<char, places_at_once> both{};
  for (; from + places_at_once <= to; from += places_at_once) {
    if (!find_both(in.data() + from + rarest_.place, rarest_, in.data() + from + other_.place, other_, both.data()))
      continue;
    for (std::size_t i = 0; i < places_at_once; i += sizeof(std::uint64_t)) {
      std::uint64_t several = 0;
      std::memcpy(&several, both.data() + i, sizeof several);
      for (std::size_t at = i; several != 0 && at < i + sizeof several; ++at)
        if (both[at] != 0 && is_at(in, from + at)) return from + at;
    }
  }
  for (; from < to; ++from)
    if (with(in[from + rarest_.place], rarest_.fold) == rarest_.byte && is_at(in, from)) return from;
  return std::string_view::npos;
}

std::size_t literal_search::find_by_rarest(std::string_view in, std::size_t from, std::size_t to) const {
  for (; from < to; ++from) {
    const auto* const at = std::memchr(in.data() + from + rarest_.place, rarest_.byte, to - from);
    if (at == nullptr) break;
    from = static_cast<std::size_t>(static_cast<const char*>(at) - in.data()) - rarest_.place;
    if (is_at(in, from)) return from;
  }
  return std::string_view::npos;
}

std::size_t literal_search::find(std::string_view in, std::size_t from) const { return find(in, from, in.size() + 1); }

literal_set::literal_set(const std::vector<std::string>& texts, letter_case letters) {
  for (const auto& text : texts) texts_.emplace_back(text, letters);
}

void literal_set::learn(std::string_view sample) {
  for (auto& text : texts_) text.learn(sample);
}

std::size_t literal_set::hits() const noexcept {
  constexpr std::size_t by_more_bytes = 8;  // a longer text is so much rarer than its rarest byte, about
  std::size_t sum = 0;
  for (const auto& text : texts_) sum += text.hits() * (text.size() == 1 ? by_more_bytes : 1);
  return sum;
}

std::optional<extent> literal_set::find(std::string_view in, std::size_t from) const {
  // A block with a few lines, so that each text is searched in what the processor's cache has.
  const std::size_t block = texts_.size() == 1 ? in.size() + 1 : 64 * literal_search::places_at_once;
  for (; from <= in.size(); from += std::min(block, in.size() + 1 - from)) {
    extent first{std::string_view::npos, 0};
    for (const auto& text : texts_) {
      const auto at = text.find(in, from, from + std::min(block, in.size() + 1 - from));
      // Of those that begin at one place the longest, as grep has it.
      if (at < first.begin || (at == first.begin && at + text.size() > first.end)) first = {at, at + text.size()};
    }
    if (first.begin != std::string_view::npos) return first;
  }
  return std::nullopt;
}

}  // namespace mmapkit::tool
