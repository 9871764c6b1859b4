// The page protections of Windows.
#pragma once

#include "../backend.hpp"
#include "api.hpp"

namespace mmapkit::backend {

// A page protection that can also run is this far above the one that cannot: PAGE_READONLY 0x02, PAGE_EXECUTE_READ
// 0x20.
constexpr unsigned execute_shift = 4;
static_assert(PAGE_NOACCESS << execute_shift == PAGE_EXECUTE);
static_assert(PAGE_READONLY << execute_shift == PAGE_EXECUTE_READ);
static_assert(PAGE_READWRITE << execute_shift == PAGE_EXECUTE_READWRITE);
static_assert(PAGE_WRITECOPY << execute_shift == PAGE_EXECUTE_WRITECOPY);

constexpr DWORD modifiers_of(DWORD page) noexcept { return page & ~DWORD{0xff}; }

// For the whole set, modifiers and native bits included.
DWORD page_protection(protection_flag protection, bool copy_on_write) noexcept;

// The way back, of what VirtualQuery says; modifiers but the guard are left out.
protection_flag protection_of(DWORD page) noexcept;

enum class page_use : std::uint8_t { allocation, view, change };

// An error where a modifier would be ignored, or would mean something else.
std::error_code check_modifiers(protection_flag protection, page_use use) noexcept;

}  // namespace mmapkit::backend
