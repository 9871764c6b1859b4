// What the tests of Windows' own flags and calls ask of it.
#pragma once

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#define PSAPI_VERSION 2
#include <windows.h>

#include <psapi.h>

#include "../../support/support.hpp"

namespace support {

inline MEMORY_BASIC_INFORMATION region_at(const void* addr) {
  MEMORY_BASIC_INFORMATION region{};
  REQUIRE(::VirtualQuery(addr, &region, sizeof region) != 0);
  return region;
}

inline PSAPI_WORKING_SET_EX_BLOCK working_set_of(const void* addr) {
  PSAPI_WORKING_SET_EX_INFORMATION page{};
  page.VirtualAddress = const_cast<void*>(addr);
  REQUIRE(::QueryWorkingSetEx(::GetCurrentProcess(), &page, sizeof page) != 0);
  return page.VirtualAttributes;
}

inline bool is_wine() { return ::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != nullptr; }

inline bool has_function(const char* name) {
  return ::GetProcAddress(::GetModuleHandleW(L"kernelbase.dll"), name) != nullptr;
}

// Whether the flag is offered. Where not, asserts that `use`, which needs it, is refused with its name.
template <mmapkit::listed E, class Use>
bool offered_or_refused(E flag, Use use) {
  if (mmapkit::supported(flag)) return true;
  const auto error = caught(use);
  CHECK(error.code() == std::errc::operation_not_supported);
  CHECK(std::string_view{error.what()}.find(to_string(flag)) != std::string_view::npos);
  return false;
}

// The same for a call.
template <class Use>
bool offered_or_missing(mmapkit::call what, Use use) {
  if (mmapkit::supported(what)) return true;
  CHECK(caught(use).code() == std::errc::function_not_supported);
  return false;
}

}  // namespace support
