// The page protections of Windows.
#pragma once

#include <mmapkit/flags/protection_flag.hpp>

#include "api.hpp"
#include "memory_query.hpp"

namespace mmapkit::backend {

// Executable protections are the others shifted by this: PAGE_READONLY 0x02, PAGE_EXECUTE_READ 0x20.
constexpr unsigned execute_shift = 4;
static_assert(PAGE_NOACCESS << execute_shift == PAGE_EXECUTE);
static_assert(PAGE_READONLY << execute_shift == PAGE_EXECUTE_READ);
static_assert(PAGE_READWRITE << execute_shift == PAGE_EXECUTE_READWRITE);
static_assert(PAGE_WRITECOPY << execute_shift == PAGE_EXECUTE_WRITECOPY);

constexpr DWORD modifiers_of(DWORD page) noexcept { return page & ~DWORD{0xff}; }

// The protection of a set, with its modifiers and native bits.
DWORD page_protection(protection_flag protection, bool copy_on_write) noexcept;

// The flags of a protection that VirtualQuery reports. Of the modifiers only guard.
protection_flag protection_of(DWORD page) noexcept;

enum class page_use : std::uint8_t { allocation, view, change };

// An error if the function ignores a modifier, or gives it another meaning.
std::error_code check_modifiers(protection_flag protection, page_use use) noexcept;

}  // namespace mmapkit::backend
