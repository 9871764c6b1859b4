#include "memory_query.hpp"

#include "backend/system.hpp"
#include "os.hpp"

namespace mmapkit::backend {

bool is_mapped(const void* address, std::size_t length) noexcept {
  return all_regions(address, length,
                     [](const MEMORY_BASIC_INFORMATION& region) noexcept { return region.State != MEM_FREE; });
}

bool is_committed(const void* address, std::size_t length) noexcept {
  return all_regions(address, length,
                     [](const MEMORY_BASIC_INFORMATION& region) noexcept { return region.State == MEM_COMMIT; });
}

std::size_t rest_of_allocation(const void* address) noexcept {
  const auto* const start = static_cast<const char*>(address);
  const char* end = start;
  const void* allocation = nullptr;
  MEMORY_BASIC_INFORMATION region;
  while (query(end, region) && region.State != MEM_FREE && (end == start || region.AllocationBase == allocation)) {
    allocation = region.AllocationBase;
    end = end_of(region);
  }
  return static_cast<std::size_t>(end - start);
}

bool is_anonymous(void* base) noexcept {
  wchar_t name[2];
  return os::GetMappedFileNameW(GetCurrentProcess(), base, name, 2) == 0 && GetLastError() == ERROR_FILE_INVALID;
}

bool is_loaded(void* base) noexcept {
  HMODULE module = nullptr;
  return GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                            static_cast<const wchar_t*>(base), &module) != 0;
}

bool query_pages(const void* address, std::span<PSAPI_WORKING_SET_EX_INFORMATION> pages) noexcept {
  auto* page = static_cast<char*>(const_cast<void*>(address));
  for (auto& entry : pages) {
    entry = {};
    entry.VirtualAddress = page;
    page += page_size();
  }
  return os::QueryWorkingSetEx(GetCurrentProcess(), pages.data(), static_cast<DWORD>(pages.size_bytes())) != 0;
}

}  // namespace mmapkit::backend
