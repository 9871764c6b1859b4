// Allocations without an owning object, for page_resource and page_allocator.
#pragma once

#include <cstddef>

#include <mmapkit/allocation.hpp>

namespace mmapkit {

// As allocate, but returns the address, or null on failure. Free the block with the same values.
void* allocate_block(std::size_t bytes, const allocate_options& options) noexcept;
void free_block(void* data, std::size_t bytes, const allocate_options& options) noexcept;

}  // namespace mmapkit
