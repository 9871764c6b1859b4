// Includes <windows.h>, and has what every file of this backend needs of it.
#pragma once

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include <cstddef>
#include <cstdint>
#include <system_error>

// MinGW-w64 lacks these.
#ifndef MEM_REPLACE_PLACEHOLDER
#define MEM_REPLACE_PLACEHOLDER 0x00004000
#endif
#ifndef MEM_RESERVE_PLACEHOLDER
#define MEM_RESERVE_PLACEHOLDER 0x00040000
#endif
#ifndef MEM_COALESCE_PLACEHOLDERS
#define MEM_COALESCE_PLACEHOLDERS 0x00000001
#endif
#ifndef MEM_PRESERVE_PLACEHOLDER
#define MEM_PRESERVE_PLACEHOLDER 0x00000002
#endif
#ifndef MEM_EXTENDED_PARAMETER_EC_CODE
#define MEM_EXTENDED_PARAMETER_EC_CODE 0x00000040
#endif
#ifndef SEC_NO_CHANGE
#define SEC_NO_CHANGE 0x00400000
#endif

namespace mmapkit::backend {

inline std::error_code windows_error(DWORD code) noexcept { return {static_cast<int>(code), std::system_category()}; }

// The error of the last call: any other call, CloseHandle included, may change it.
inline std::error_code last_error() noexcept { return windows_error(GetLastError()); }

inline bool is_aligned(const void* address, std::size_t unit) noexcept {
  return reinterpret_cast<std::uintptr_t>(address) % unit == 0;
}

constexpr DWORD high_half(std::uint64_t value) noexcept { return static_cast<DWORD>(value >> 32); }
constexpr DWORD low_half(std::uint64_t value) noexcept { return static_cast<DWORD>(value & 0xffffffffU); }

}  // namespace mmapkit::backend
