// The portable loop, which skip_blocks() of each processor inlines.
#pragma once

#include "scan.hpp"

namespace mmapkit::tool {

inline bool look_at_block(const char* first, byte_test one, const char* second, byte_test other, char* found) noexcept {
  unsigned char any = 0;
  for (std::size_t i = 0; i < places_at_once; ++i) {
    const int is_one = static_cast<int>(one.takes(static_cast<unsigned char>(first[i])));
    const int is_other = static_cast<int>(other.takes(static_cast<unsigned char>(second[i])));
    const auto both = static_cast<unsigned char>(is_one & is_other);
    found[i] = static_cast<char>(both);
    any = static_cast<unsigned char>(any | both);
  }
  return any != 0;
}

inline std::size_t skip_blocks_here(const char* text, std::size_t blocks, const byte_pair& pair, char* found) noexcept {
  const auto one = pair.first;
  const auto other = pair.second;
  for (std::size_t block = 0; block < blocks; ++block) {
    const char* const begin = text + block * places_at_once;
    if (look_at_block(begin + pair.first_at, one, begin + pair.second_at, other, found)) return block;
  }
  return blocks;
}

}  // namespace mmapkit::tool
