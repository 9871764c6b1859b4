#include <mmapkit/flags/allocation_flag.hpp>
#include <mmapkit/flags/protection_flag.hpp>

#include "api.hpp"
#include "backend/ranges.hpp"
#include "os.hpp"
#include "page_protection.hpp"

namespace mmapkit::backend {

allocation_flag reserve_flag() noexcept { return allocation_flag::reserve; }

// VirtualFree releases only a whole allocation.
bool unmaps_parts() noexcept { return false; }

void commit(void* base, std::size_t length, protection_flag protection, std::error_code& error) noexcept {
  if (const auto misuse = check_modifiers(protection, page_use::allocation))
    error = misuse;
  else if (os::VirtualAlloc(base, length, MEM_COMMIT, page_protection(protection, false)) == nullptr)
    error = last_error();
}

void decommit(void* base, std::size_t length, std::error_code& error) noexcept {
  if (!os::VirtualFree(base, length, MEM_DECOMMIT)) error = last_error();
}

}  // namespace mmapkit::backend
