#include "api.hpp"
#include "backend/numa.hpp"
#include "backend/system.hpp"
#include "memory_query.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// ReadProcessMemory brings the page into memory, and is an error and not a fault where there is none. It would remove
// PAGE_GUARD.
unsigned node_of(const void* addr, std::error_code& error) noexcept {
  MEMORY_BASIC_INFORMATION region;
  if (!query(addr, region) || region.State != MEM_COMMIT || (region.Protect & (PAGE_GUARD | PAGE_NOACCESS)) != 0) {
    error = refusal(std::errc::bad_address);
    return 0;
  }
  for (int tries = 0; tries < 16; ++tries) {
    char byte = 0;
    SIZE_T count = 0;
    PSAPI_WORKING_SET_EX_INFORMATION page;
    if (!os::ReadProcessMemory(GetCurrentProcess(), addr, &byte, 1, &count) || !query_pages(addr, {&page, 1})) {
      error = last_error();
      return 0;
    }
    if (page.VirtualAttributes.Valid != 0) return static_cast<unsigned>(page.VirtualAttributes.Node);
  }
  error = refusal(std::errc::resource_unavailable_try_again);  // it leaves memory as fast as it comes
  return 0;
}

}  // namespace mmapkit::backend
