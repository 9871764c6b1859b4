#include "automaton.hpp"

#include <algorithm>
#include <utility>

namespace mmapkit::tool {

namespace {

// An entry of the table: where the next state's row begins, and what is to be told of the place just left.
constexpr std::uint32_t unknown = 1U << 31;
constexpr std::uint32_t match_begins = 1U << 30;
constexpr std::uint32_t row_bits = match_begins - 1;

// Bytes. With more states than fit, all are forgotten and made anew as they are met again.
constexpr std::size_t max_memory = std::size_t{8} << 20;

}  // namespace

automaton::automaton(const node& pattern) : program_{compile(pattern)}, visited_(program_.steps.size()) {
  number_symbols();
  forget_states();
}

std::optional<std::size_t> automaton::leftmost_match(std::string_view line) {
  std::optional<std::size_t> leftmost;
  std::uint32_t state = 0;  // the row of the line's end is made first
  const auto move_left = [&](std::size_t place, std::size_t symbol) {
    std::uint32_t entry = table_[state + symbol];
    if (entry >= match_begins) {
      if (entry == unknown) entry = make_entry(state, symbol);
      if ((entry & match_begins) != 0) leftmost = place;
    }
    state = entry & row_bits;
  };
  for (std::size_t place = line.size(); place != 0; --place) {
    move_left(place, symbol_of_[static_cast<unsigned char>(line[place - 1])]);
  }
  move_left(0, symbols_ - 1);
  return leftmost;
}

void automaton::number_symbols() {
  std::map<std::vector<bool>, std::uint16_t> numbers;
  for (unsigned byte = 0; byte < symbol_of_.size(); ++byte) {
    std::vector<bool> properties;
    for (const byte_set& set : program_.sets) properties.push_back(set[byte]);
    properties.push_back(program_.asks_for_words && is_word_byte(static_cast<unsigned char>(byte)));
    const auto [known, added] = numbers.try_emplace(std::move(properties), static_cast<std::uint16_t>(numbers.size()));
    if (added) example_of_.push_back(static_cast<unsigned char>(byte));
    symbol_of_[byte] = known->second;
  }
  symbols_ = numbers.size() + 1;
}

automaton::neighbour automaton::neighbour_of(std::size_t symbol) const {
  if (symbol == symbols_ - 1) return neighbour::edge;
  return program_.asks_for_words && is_word_byte(example_of_[symbol]) ? neighbour::word : neighbour::other;
}

std::uint32_t automaton::make_entry(std::uint32_t state, std::size_t symbol) {
  situation next{{}, neighbour_of(symbol)};
  const std::uint32_t told = follow(*situations_[state / symbols_], symbol, next.waiting) ? match_begins : 0;
  if (memory_ > max_memory) {
    forget_states();  // `state` is gone with them
    return state_of(std::move(next)) | told;
  }
  const std::uint32_t entry = state_of(std::move(next)) | told;
  table_[state + symbol] = entry;
  return entry;
}

// Goes all ways from a place over the byte to its left. Returns whether a match begins at the place.
bool automaton::follow(const situation& from, std::size_t symbol, std::vector<step_index>& reached) {
  const neighbour left = neighbour_of(symbol);
  bool matches = false;
  ++visit_;
  pending_ = from.waiting;
  pending_.push_back(program_.start);  // a match may end anywhere
  while (!pending_.empty()) {
    const step_index index = pending_.back();
    pending_.pop_back();
    if (std::exchange(visited_[index], visit_) == visit_) continue;
    const step& now = program_.steps[index];
    switch (now.what) {
      case step::kind::match: matches = true; break;
      case step::kind::fork:
        pending_.push_back(now.next);
        pending_.push_back(now.other);
        break;
      case step::kind::place:
        if (holds(now.place, left, from.right)) pending_.push_back(now.next);
        break;
      case step::kind::byte:
        if (left != neighbour::edge && program_.sets[now.bytes][example_of_[symbol]]) reached.push_back(now.next);
        break;
    }
  }
  std::sort(reached.begin(), reached.end());
  reached.erase(std::unique(reached.begin(), reached.end()), reached.end());
  return matches;
}

bool automaton::holds(assertion place, neighbour left, neighbour right) {
  const bool at_border = (left == neighbour::word) != (right == neighbour::word);
  switch (place) {
    case assertion::line_begin: return left == neighbour::edge;
    case assertion::line_end: return right == neighbour::edge;
    case assertion::word_border: return at_border;
    case assertion::no_word_border: return !at_border;
  }
  return false;
}

std::uint32_t automaton::state_of(situation wanted) {
  const auto row = static_cast<std::uint32_t>(table_.size());
  const auto [made, added] = states_.try_emplace(std::move(wanted), row);
  if (!added) return made->second;
  situations_.push_back(&made->first);
  table_.resize(table_.size() + symbols_, unknown);
  memory_ += (made->first.waiting.size() + symbols_) * sizeof(std::uint32_t) + 128;
  return row;
}

void automaton::forget_states() {
  states_.clear();
  situations_.clear();
  table_.clear();
  memory_ = 0;
  state_of({{}, neighbour::edge});
}

}  // namespace mmapkit::tool
