// MAP_FIXED replaces what is mapped in a range, in one step.
#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/msync_flag.hpp>

#include "backend/mappings.hpp"
#include "backend/ranges.hpp"

namespace mmapkit::backend {

void* reserve_range(std::size_t length, std::size_t alignment, std::error_code& error) noexcept {
  return map({.length = length, .flags = mmap_flag::private_ | mmap_flag::anonymous, .alignment = alignment}, error);
}

void map_view_at(map_request request, std::error_code& error) noexcept {
  request.flags |= mmap_flag::fixed;
  map(request, error);
}

void sync_range(void* base, std::size_t length, msync_flag flags, native_handle file, std::error_code& error) noexcept {
  sync(base, length, flags, file, error);
}

// The range begins at offset 0 of the file.
void sync_range(void* base, std::size_t length, durability level, native_handle file, std::error_code& error) noexcept {
  make_durable(base, length, level, file, 0, error);
}

void release_range(void* base, std::size_t length, std::error_code& error) noexcept { unmap(base, length, error); }

}  // namespace mmapkit::backend
