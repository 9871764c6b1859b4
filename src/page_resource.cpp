#include <mmapkit/page_resource.hpp>

#include <algorithm>

#include <mmapkit/page_allocator.hpp>

#include "backend.hpp"
#include "core.hpp"

namespace mmapkit {

namespace {

allocate_options aligned(allocate_options options, std::size_t alignment) noexcept {
  if (alignment > backend::page_size()) options.place.alignment = std::max(options.place.alignment, alignment);
  return options;
}

void* take_or_throw(std::size_t bytes, const allocate_options& options) {
  void* const block = core::take_block(bytes, options);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

}  // namespace

void* page_resource::do_allocate(std::size_t bytes, std::size_t alignment) {
  if (bytes < limit_ || bytes == 0) return upstream_->allocate(bytes, alignment);
  return take_or_throw(bytes, aligned(options_, alignment));
}

void page_resource::do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) {
  if (bytes < limit_ || bytes == 0)
    upstream_->deallocate(memory, bytes, alignment);
  else
    core::return_block(memory, bytes, aligned(options_, alignment));
}

void* detail::take_pages(std::size_t bytes, std::size_t alignment) {
  return take_or_throw(bytes, aligned({}, alignment));
}

void detail::return_pages(void* memory, std::size_t bytes, std::size_t alignment) noexcept {
  core::return_block(memory, bytes, aligned({}, alignment));
}

}  // namespace mmapkit
