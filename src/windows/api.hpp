// The one door to <windows.h>, and what every file of this backend needs of it.
#pragma once

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include <cstdint>
#include <system_error>

namespace mmapkit::backend {

inline std::error_code windows_error(DWORD code) noexcept { return {static_cast<int>(code), std::system_category()}; }

// Of the call just made: any other call, CloseHandle included, may change it.
inline std::error_code last_error() noexcept { return windows_error(GetLastError()); }

constexpr DWORD high_half(std::uint64_t value) noexcept { return static_cast<DWORD>(value >> 32); }
constexpr DWORD low_half(std::uint64_t value) noexcept { return static_cast<DWORD>(value & 0xffffffffU); }

}  // namespace mmapkit::backend
