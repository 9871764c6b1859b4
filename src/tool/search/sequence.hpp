// The fast search for fixed texts, and for sequences of classes of bytes such as [A-Z][0-9].
#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scan/scan.hpp"

namespace mmapkit::tool {

enum class letter_case : bool { matters, ignored };  // of ASCII letters

// A part of a text: from begin up to end.
struct extent {
  std::size_t begin = 0;
  std::size_t end = 0;
};

using byte_set = std::bitset<256>;
// Of each place which bytes fit.
using byte_sequence = std::vector<byte_set>;

byte_sequence sequence_of(std::string_view text, letter_case letters = letter_case::matters);
std::vector<byte_sequence> sequences_of(const std::vector<std::string>& texts, letter_case letters);

// The beginning of what will be searched: how it is searched fastest depends on how often it has which bytes.
class text_sample {
 public:
  explicit text_sample(std::string_view text);
  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  [[nodiscard]] std::size_t count(const byte_test& test) const noexcept;

 private:
  std::string_view text_;
  std::vector<std::size_t> counts_;  // of each byte
};

// Searches for a sequence by the two of its places that the sample has most rarely.
class sequence_search {
 public:
  explicit sequence_search(byte_sequence sequence);
  explicit sequence_search(std::string_view text, letter_case letters = letter_case::matters)
      : sequence_search{sequence_of(text, letters)} {}

  void learn(const text_sample& sample);

  // The first place at or after `from`; npos where there is none.
  [[nodiscard]] std::size_t find(std::string_view in, std::size_t from) const;

  // The first place from `from` up to `to`; npos where there is none.
  [[nodiscard]] std::size_t find(std::string_view in, std::size_t from, std::size_t to) const;

  [[nodiscard]] std::size_t size() const noexcept { return sequence_.size(); }

  // About how many nanoseconds a search of the sample takes; each place that is found is then looked at.
  [[nodiscard]] std::size_t cost() const noexcept { return cost_; }

 private:
  void choose_second(const text_sample& sample, const std::vector<std::size_t>& places);
  void estimate(const text_sample& sample, std::size_t firsts, std::size_t pairs);
  [[nodiscard]] bool is_at(std::string_view in, std::size_t at) const;
  [[nodiscard]] std::size_t find_by_first(std::string_view in, std::size_t from, std::size_t to) const;
  [[nodiscard]] std::size_t find_in_block(std::string_view in, std::size_t from, const char* found) const;

  byte_sequence sequence_;
  std::vector<byte_test> tests_;  // of each place; they may let pass more than fits
  byte_pair pair_;
  bool first_alone_ = false;  // one byte, so rare that looking for it alone is faster
  std::size_t cost_ = 0;
};

// The leftmost of several sequences, in one pass.
class sequence_set {
 public:
  explicit sequence_set(const std::vector<byte_sequence>& sequences);
  void learn(const text_sample& sample);
  [[nodiscard]] std::optional<extent> find(std::string_view in, std::size_t from) const;
  // For comparing with other sets.
  [[nodiscard]] std::size_t cost() const noexcept;

 private:
  std::vector<sequence_search> searches_;
};

}  // namespace mmapkit::tool
