// The memory of page_allocator and page_resource. The library itself does not use <memory_resource>, which older
// systems lack.
#include <algorithm>
#include <new>

#include <mmapkit/page_allocator.hpp>

#include "backend/system.hpp"
#include "block.hpp"
#include "checks/failure.hpp"

namespace mmapkit {

namespace {

allocate_options aligned(allocate_options options, std::size_t alignment) noexcept {
  if (alignment > backend::page_size()) options.place.alignment = std::max(options.place.alignment, alignment);
  return options;
}

}  // namespace

void detail::refuse_count() { throw std::bad_array_new_length(); }

void* detail::take_pages(std::size_t bytes, std::size_t alignment, const allocate_options& options) {
  void* const block = allocate_block(bytes, aligned(options, alignment));
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void detail::return_pages(void* memory, std::size_t bytes, std::size_t alignment,
                          const allocate_options& options) noexcept {
  free_block(memory, bytes, aligned(options, alignment));
}

}  // namespace mmapkit
