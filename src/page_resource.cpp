// Blocks for page_allocator and page_resource. <memory_resource> is not for the library: older systems have none.
#include <algorithm>
#include <new>

#include <mmapkit/page_allocator.hpp>

#include "backend.hpp"
#include "core.hpp"

namespace mmapkit {

namespace {

allocate_options aligned(allocate_options options, std::size_t alignment) noexcept {
  if (alignment > backend::page_size()) options.place.alignment = std::max(options.place.alignment, alignment);
  return options;
}

}  // namespace

void* detail::take_pages(std::size_t bytes, std::size_t alignment, const allocate_options& options) {
  void* const block = core::take_block(bytes, aligned(options, alignment));
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void detail::return_pages(void* memory, std::size_t bytes, std::size_t alignment,
                          const allocate_options& options) noexcept {
  core::return_block(memory, bytes, aligned(options, alignment));
}

}  // namespace mmapkit
