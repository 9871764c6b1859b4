// Address space without memory: pages that nobody may touch cost none.
#include <sys/mman.h>
#include <unistd.h>

#include "../backend.hpp"

namespace mmapkit::backend {

std::uint64_t process() noexcept { return static_cast<std::uint64_t>(::getpid()); }

allocation_flag reserving() noexcept { return allocation_flag::none; }

bool unmaps_parts() noexcept { return true; }

void commit(void* base, std::size_t length, protection_flag protection, std::error_code& error) noexcept {
  protect(base, length, protection, error);
}

// Untouched memory in its place: advice would keep the pages' share of what the system has promised.
void decommit(void* base, std::size_t length, std::error_code& error) noexcept {
  map({.address = base, .length = length, .flags = mmap_flag::private_ | mmap_flag::anonymous | mmap_flag::fixed},
      error);
}

void* reserve_room(std::size_t length, std::size_t alignment, std::error_code& error) noexcept {
  return map({.length = length, .flags = mmap_flag::private_ | mmap_flag::anonymous, .alignment = alignment}, error);
}

void show(map_request request, std::error_code& error) noexcept {
  request.flags |= mmap_flag::fixed;
  map(request, error);
}

void sync_room(void* base, std::size_t length, msync_flag flags, native_handle file, std::error_code& error) noexcept {
  sync(base, length, flags, file, error);
}

// The room begins with the file.
void sync_room(void* base, std::size_t length, durability level, native_handle file, std::error_code& error) noexcept {
  make_durable(base, length, level, file, 0, error);
}

void release_room(void* base, std::size_t length, std::error_code& error) noexcept { unmap(base, length, error); }

}  // namespace mmapkit::backend
