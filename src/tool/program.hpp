// A pattern as a list of steps, made for reading a line from its end to its beginning.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "pattern.hpp"

namespace mmapkit::tool {

// Where to go on.
using step_index = std::uint32_t;

struct step {
  enum class kind : std::uint8_t { byte, place, fork, match };

  kind what = kind::match;
  std::uint32_t bytes = 0;  // byte: the number of the set
  assertion place{};        // place: what must hold
  step_index next = 0;
  step_index other = 0;  // fork: the second way
};

struct program {
  std::vector<step> steps;
  std::vector<byte_set> sets;  // no two alike
  step_index start = 0;
  bool asks_for_words = false;  // some step asserts, or denies, a word's border
};

// Throws: pattern_error if the pattern becomes too large, by repetitions of repetitions.
program compile(const node& pattern);

}  // namespace mmapkit::tool
