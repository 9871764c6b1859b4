#include <span>

#include <mmapkit/flags/region.hpp>

#include "api.hpp"
#include "backend/ranges.hpp"
#include "backend/system.hpp"
#include "memory_query.hpp"
#include "probes.hpp"

namespace mmapkit::backend {

// A page that was stored to is PAGE_READWRITE, no longer PAGE_WRITECOPY.
std::size_t copy_on_write_pages(const void* addr, std::size_t length, std::span<page_run> runs, const void*& rest,
                                std::error_code& error) noexcept {
  if (!reports_copied_pages()) {
    error = refusal(std::errc::function_not_supported);
    return 0;
  }
  std::size_t count = 0;
  rest = static_cast<const char*>(addr) + length;
  const bool all = all_regions(addr, length, [&](const MEMORY_BASIC_INFORMATION& region) {
    if ((region.Protect & writable_pages) == 0) return true;
    if (count == runs.size()) {
      rest = region.BaseAddress;
      return false;
    }
    runs[count++] = {.addr = static_cast<std::byte*>(region.BaseAddress), .size = region.RegionSize};
    return true;
  });
  if (!all && count < runs.size()) error = last_error();
  return count;
}

}  // namespace mmapkit::backend
