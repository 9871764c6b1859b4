// The inner loop of the search, in vectors as wide as the processor has. avx2/ and without_avx2/ are its two sides: the
// build takes the first where the compiler can ask the processor.
#pragma once

#include <cstddef>

namespace mmapkit::tool {

// What is asked of a byte: whether (byte | fold) is one of `low` up to `low + width`, all of them as unsigned char.
struct byte_test {
  unsigned char fold = 0;
  unsigned char low = 0;
  unsigned char width = 0;

  [[nodiscard]] constexpr bool takes(unsigned char byte) const noexcept {
    return static_cast<unsigned char>((byte | fold) - low) <= width;
  }
};

// Two bytes of a place that are looked at together.
struct byte_pair {
  std::size_t first_at = 0;
  std::size_t second_at = 0;
  byte_test first;
  byte_test second;
};

// So many places are looked at together: the loop over them becomes a few vector instructions.
inline constexpr std::size_t places_at_once = 128;

// Looks at blocks of places, the first of which is `text`, up to the first block with a place that passes both tests.
// Returns how many came before it, `blocks` if there is none. `found` tells each place of it: 1 where it passes, or 0.
std::size_t skip_blocks(const char* text, std::size_t blocks, const byte_pair& pair, char* found) noexcept;

}  // namespace mmapkit::tool
