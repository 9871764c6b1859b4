// Memory of VirtualAlloc: what mmap takes for private anonymous mappings, and virtual_alloc hands on.
#pragma once

#include "../backend.hpp"
#include "api.hpp"

namespace mmapkit::backend {

void* allocate(const map_request& request, std::error_code& error) noexcept;

// Enables the right to lock pages in memory, which large pages need, for the process that has been given it; it stays
// enabled. Whether the process has it.
bool enable_page_locking() noexcept;

}  // namespace mmapkit::backend
