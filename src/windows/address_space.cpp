// Address space without memory.
#include "../backend.hpp"

#include "api.hpp"
#include "page_protection.hpp"

namespace mmapkit::backend {

allocation_flag reserving() noexcept { return allocation_flag::reserve; }

// What one VirtualAlloc reserved is released at once.
bool unmaps_parts() noexcept { return false; }

void commit(void* base, std::size_t length, protection_flag protection, std::error_code& error) noexcept {
  if (const auto misuse = check_modifiers(protection, page_use::allocation))
    error = misuse;
  else if (VirtualAlloc(base, length, MEM_COMMIT, page_protection(protection, false)) == nullptr)
    error = last_error();
}

void decommit(void* base, std::size_t length, std::error_code& error) noexcept {
  if (!VirtualFree(base, length, MEM_DECOMMIT)) error = last_error();
}

}  // namespace mmapkit::backend
