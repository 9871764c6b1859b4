#include "search/scan/scan.hpp"

#include "search/scan/blocks.hpp"

namespace mmapkit::tool {

std::size_t skip_blocks(const char* text, std::size_t blocks, const byte_pair& pair, char* found) noexcept {
  return skip_blocks_here(text, blocks, pair, found);
}

}  // namespace mmapkit::tool
