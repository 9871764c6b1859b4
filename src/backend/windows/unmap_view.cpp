#include <optional>

#include <mmapkit/flags/unmap_flag.hpp>

#include "api.hpp"
#include "backend/flag_bits.hpp"
#include "backend/native_value.hpp"
#include "backend/system.hpp"
#include "backend/virtual_memory.hpp"
#include "dynamic_functions.hpp"
#include "memory_query.hpp"
#include "os.hpp"
#include "probes.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(unmap_flag flag) noexcept {
  switch (flag) {
    case unmap_flag::none: return 0;
    case unmap_flag::transient_boost: return MEM_UNMAP_WITH_TRANSIENT_BOOST;
    case unmap_flag::preserve_placeholder: return MEM_PRESERVE_PLACEHOLDER;
  }
  return std::nullopt;
}

bool available(unmap_flag flag) noexcept {
  switch (flag) {
    case unmap_flag::none: return true;
    case unmap_flag::transient_boost:
      return dynamic().unmap_view_of_file2 != nullptr || dynamic().unmap_view_of_file_ex != nullptr;
    case unmap_flag::preserve_placeholder: return dynamic().unmap_view_of_file2 != nullptr && has_placeholders();
  }
  return false;
}

void unmap_view(void* addr, unmap_flag flags, std::error_code& error) noexcept {
  MEMORY_BASIC_INFORMATION region;
  // UnmapViewOfFile accepts any address within the view.
  if (!query(addr, region) || region.State == MEM_FREE || region.Type == MEM_PRIVATE || region.AllocationBase != addr ||
      (region.Type == MEM_IMAGE && is_loaded(addr))) {
    error = refusal(std::errc::invalid_argument);
    return;
  }
  const DWORD bits = native_set(flags);
  BOOL unmapped = FALSE;
  if (bits == 0) {
    unmapped = os::UnmapViewOfFile(addr);
  } else if (dynamic().unmap_view_of_file2 != nullptr) {
    unmapped = os::call("unmap_view_of_file2", dynamic().unmap_view_of_file2, GetCurrentProcess(), addr, bits);
  } else if (dynamic().unmap_view_of_file_ex != nullptr) {
    unmapped = os::call("unmap_view_of_file_ex", dynamic().unmap_view_of_file_ex, addr, bits);
  } else {
    error = refusal(std::errc::function_not_supported);
    return;
  }
  if (!unmapped) error = last_error();
}

}  // namespace mmapkit::backend
