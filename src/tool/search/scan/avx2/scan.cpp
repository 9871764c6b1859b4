#include "search/scan/scan.hpp"

#include "search/scan/blocks.hpp"

namespace mmapkit::tool {

namespace {

// flatten inlines skip_blocks_here, which is then compiled for AVX2.
[[gnu::target("avx2"), gnu::flatten]] std::size_t skip_blocks_by_avx2(const char* text, std::size_t blocks,
                                                                      const byte_pair& pair, char* found) noexcept {
  return skip_blocks_here(text, blocks, pair, found);
}

}  // namespace

std::size_t skip_blocks(const char* text, std::size_t blocks, const byte_pair& pair, char* found) noexcept {
  return __builtin_cpu_supports("avx2") ? skip_blocks_by_avx2(text, blocks, pair, found)
                                        : skip_blocks_here(text, blocks, pair, found);
}

}  // namespace mmapkit::tool
