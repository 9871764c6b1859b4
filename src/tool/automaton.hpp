// Finds where the leftmost match of a pattern in a line begins, in time linear in the line, whatever the pattern: a
// deterministic automaton whose states are made when they are first reached.
//
// It reads the line backwards. At each place it knows whether a match begins there; the last such place is the
// leftmost.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "program.hpp"

namespace mmapkit::tool {

class automaton {
 public:
  explicit automaton(const node& pattern);

  // Bytes from the line's begin.
  [[nodiscard]] std::optional<std::size_t> leftmost_match(std::string_view line);

 private:
  // What stands beside a place.
  enum class neighbour : std::uint8_t { edge, word, other };

  // A state: the steps that wait for the next byte to the left, and what stands to the right.
  struct situation {
    std::vector<step_index> waiting;
    neighbour right;

    friend std::strong_ordering operator<=>(const situation&, const situation&) = default;
  };

  // Bytes that no step tells apart are one symbol; the line's begin is a symbol of its own.
  void number_symbols();
  [[nodiscard]] neighbour neighbour_of(std::size_t symbol) const;

  // The entry of the table for this state and symbol, worked out.
  std::uint32_t make_entry(std::uint32_t state, std::size_t symbol);
  bool follow(const situation& from, std::size_t symbol, std::vector<step_index>& reached);
  [[nodiscard]] static bool holds(assertion place, neighbour left, neighbour right);
  std::uint32_t state_of(situation wanted);
  void forget_states();

  program program_;
  std::array<std::uint16_t, 256> symbol_of_{};
  std::vector<unsigned char> example_of_;  // a byte of each symbol
  std::size_t symbols_ = 0;                // with the line's begin, which is the last

  std::vector<std::uint32_t> table_;  // one row a state
  std::map<situation, std::uint32_t> states_;
  std::vector<const situation*> situations_;  // of each row
  std::size_t memory_ = 0;                    // bytes, about

  std::vector<step_index> pending_;
  std::vector<std::uint64_t> visited_;  // when a step was last met
  std::uint64_t visit_ = 0;
};

}  // namespace mmapkit::tool
