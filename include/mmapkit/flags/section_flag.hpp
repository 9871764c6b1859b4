/// \file
/// How a section is made: CreateFileMapping.
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// How the section behind a view is made: mmap_options::section.
///
/// \sa \win32{memoryapi,CreateFileMappingW}
enum class section_flag : std::uint64_t {
  none = 0,
  commit = 1U << 0,            ///< SEC_COMMIT
  reserve = 1U << 1,           ///< SEC_RESERVE
  image = 1U << 2,             ///< SEC_IMAGE
  image_no_execute = 1U << 3,  ///< SEC_IMAGE_NO_EXECUTE
  large_pages = 1U << 4,       ///< SEC_LARGE_PAGES
  pages_64kb = 1U << 5,        ///< SEC_64K_PAGES
  no_cache = 1U << 6,          ///< SEC_NOCACHE
  write_combine = 1U << 7,     ///< SEC_WRITECOMBINE
  sealed = 1U << 8,            ///< SEC_NO_CHANGE
};

template <>
inline constexpr bool is_bitmask<section_flag> = true;

template <>
inline constexpr flag_row<section_flag> rows<section_flag>[] = {
    {section_flag::none, "none", "", mark::every, "Windows XP", "as the system makes it: committed"},
    {section_flag::commit, "commit", "SEC_COMMIT", mark::windows, "Windows XP",
     "memory is set aside for all of it now; the default"},
    {section_flag::reserve, "reserve", "SEC_RESERVE", mark::windows, "Windows XP",
     "anonymous, shared: no memory yet, virtual_alloc with allocation_flag::commit gives it"},
    {section_flag::image, "image", "SEC_IMAGE", mark::windows, "Windows XP",
     "the file is a program, laid out as for running"},
    {section_flag::image_no_execute, "image_no_execute", "SEC_IMAGE_NO_EXECUTE", mark::windows, "Windows 8",
     "the file is a program, laid out, and not for running"},
    {section_flag::large_pages, "large_pages", "SEC_LARGE_PAGES", mark::windows, "Windows Server 2003",
     "anonymous, shared: large pages; needs the right to lock pages in memory"},
    {section_flag::pages_64kb, "pages_64kb", "SEC_64K_PAGES", mark::windows, "Windows 10",
     "pages of 64 KiB where the system can"},
    {section_flag::no_cache, "no_cache", "SEC_NOCACHE", mark::windows, "Windows XP",
     "no processor caches it; for devices"},
    {section_flag::write_combine, "write_combine", "SEC_WRITECOMBINE", mark::windows, "Windows Vista",
     "stores are gathered; for devices"},
    {section_flag::sealed, "sealed", "SEC_NO_CHANGE", mark::windows, "Windows 8",
     "the protection of its views cannot be changed"},
};

}  // namespace mmapkit
