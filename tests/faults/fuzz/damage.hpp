// Changes that an input asks for, to what a crash has left.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "crash_leftovers.hpp"

namespace journal_fuzz {

class input {
 public:
  explicit input(std::span<const std::uint8_t> all) : left_{all} {}

  bool has_more() const { return !left_.empty(); }
  std::size_t number(std::size_t length);
  // Less than that.
  std::size_t below(std::size_t end) { return end == 0 ? 0 : number(2) % end; }
  // One that is at an edge of something, or any.
  std::uint64_t value(std::uint64_t now);

 private:
  std::span<const std::uint8_t> left_;
};

// What is changed: the journal; the block behind the content of the file; both wholly, with the right checksums, as
// nobody can but who may write them.
enum class damage : std::uint8_t { of_journal, of_trailer, forgery };

void change(leftover& what, const std::vector<leftover>& others, damage kind, input& by);

}  // namespace journal_fuzz
