#include <mmapkit/flags/protection_flag.hpp>

#include "api.hpp"
#include "backend/mappings.hpp"
#include "backend/system.hpp"
#include "memory_query.hpp"
#include "os.hpp"
#include "page_protection.hpp"

namespace mmapkit::backend {

// VirtualQuery is slow: it looks at all pages with the same attributes. So it is called only after a failure.
void protect(void* base, std::size_t length, protection_flag protection, std::error_code& error) noexcept {
  if (const auto misuse = check_modifiers(protection, page_use::change)) {
    error = misuse;
    return;
  }
  const DWORD page = page_protection(protection, false);
  DWORD before = 0;
  if (length == 0 || os::VirtualProtect(base, length, page, &before)) return;
  DWORD code = GetLastError();
  MEMORY_BASIC_INFORMATION region;
  if (code == ERROR_INVALID_PARAMETER && query(base, region) && region.Type == MEM_MAPPED) {
    // Only for copy-on-write views: a read-only view of another kind would become copy-on-write, and lose its file.
    if ((region.AllocationProtect & copy_on_write) != 0) {
      if (os::VirtualProtect(base, length, page_protection(protection, true), &before)) return;
      code = GetLastError();
    }
    // ERROR_INVALID_PARAMETER is the error for access that the view was not made with.
    if (code == ERROR_INVALID_PARAMETER && modifiers_of(page) == 0 && rest_of_allocation(base) >= length) {
      error = refusal(std::errc::permission_denied);
      return;
    }
  }
  error = is_mapped(base, length) ? windows_error(code) : refusal(std::errc::not_enough_memory);
}

}  // namespace mmapkit::backend
