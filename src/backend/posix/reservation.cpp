// Reserved memory is memory without access: pages that were never touched cost nothing.
#include <mmapkit/flags/allocation_flag.hpp>
#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/protection_flag.hpp>

#include "backend/mappings.hpp"
#include "backend/ranges.hpp"

namespace mmapkit::backend {

allocation_flag reserve_flag() noexcept { return allocation_flag::none; }

bool unmaps_parts() noexcept { return true; }

void commit(void* base, std::size_t length, protection_flag protection, std::error_code& error) noexcept {
  protect(base, length, protection, error);
}

// Maps new memory: after madvise the pages would still count as committed (overcommit_memory).
void decommit(void* base, std::size_t length, std::error_code& error) noexcept {
  map({.address = base, .length = length, .flags = mmap_flag::private_ | mmap_flag::anonymous | mmap_flag::fixed},
      error);
}

}  // namespace mmapkit::backend
