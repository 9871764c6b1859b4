// What Windows alone offers. Declared everywhere, refused elsewhere: no #if is needed around a call of these.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>
#include <vector>

#include <mmapkit/flags.hpp>

namespace mmapkit {

// How the section behind a view is made: mmap_options::section.
// Source: CreateFileMappingW.
enum class section_flag : std::uint64_t {
  none = 0,
  commit = 1U << 0,
  reserve = 1U << 1,
  image = 1U << 2,
  image_no_execute = 1U << 3,
  large_pages = 1U << 4,
  pages_64kb = 1U << 5,
  no_cache = 1U << 6,
  write_combine = 1U << 7,
  sealed = 1U << 8,
};

template <>
inline constexpr bool is_bitmask<section_flag> = true;

template <>
inline constexpr flag_row<section_flag> rows<section_flag>[] = {
    {section_flag::none, "none", mark::every, "Windows XP", "as the system makes it: committed"},
    {section_flag::commit, "commit", mark::windows, "Windows XP", "memory is set aside for all of it now; the default"},
    {section_flag::reserve, "reserve", mark::windows, "Windows XP",
     "anonymous, shared: no memory yet, virtual_alloc with allocation_flag::commit gives it"},
    {section_flag::image, "image", mark::windows, "Windows XP", "the file is a program, laid out as for running"},
    {section_flag::image_no_execute, "image_no_execute", mark::windows, "Windows 8",
     "the file is a program, laid out, and not for running"},
    {section_flag::large_pages, "large_pages", mark::windows, "Windows Server 2003",
     "anonymous, shared: large pages; needs the right to lock pages in memory"},
    {section_flag::pages_64kb, "pages_64kb", mark::windows, "Windows 10", "pages of 64 KiB where the system can"},
    {section_flag::no_cache, "no_cache", mark::windows, "Windows XP", "no processor caches it; for devices"},
    {section_flag::write_combine, "write_combine", mark::windows, "Windows Vista", "stores are gathered; for devices"},
    {section_flag::sealed, "sealed", mark::windows, "Windows 8", "the protection of its views cannot be changed"},
};

// How addresses and memory are given: mmap_options::allocation, and virtual_alloc.
// Source: VirtualAlloc, VirtualAlloc2, MapViewOfFile3; from nonpaged on MEM_EXTENDED_PARAMETER.
enum class allocation_flag : std::uint64_t {
  none = 0,
  commit = 1U << 0,
  reserve = 1U << 1,
  placeholder = 1U << 2,
  replace_placeholder = 1U << 3,
  top_down = 1U << 4,
  write_watch = 1U << 5,
  large_pages = 1U << 6,
  pages_64kb = 1U << 7,
  physical = 1U << 8,
  nonpaged = 1U << 9,
  zero_pages_optional = 1U << 10,
  nonpaged_large = 1U << 11,
  nonpaged_huge = 1U << 12,
  ec_code = 1U << 13,
};

template <>
inline constexpr bool is_bitmask<allocation_flag> = true;

template <>
inline constexpr flag_row<allocation_flag> rows<allocation_flag>[] = {
    {allocation_flag::none, "none", mark::every, "Windows XP", "as mmap does: addresses and memory at once"},
    {allocation_flag::commit, "commit", mark::windows, "Windows XP", "memory for addresses that are reserved"},
    {allocation_flag::reserve, "reserve", mark::windows, "Windows XP", "addresses without memory"},
    {allocation_flag::placeholder, "placeholder", mark::windows, "Windows 10 1803",
     "with reserve: addresses that can be split, and replaced by views"},
    {allocation_flag::replace_placeholder, "replace_placeholder", mark::windows, "Windows 10 1803",
     "in place of a placeholder of the same size"},
    {allocation_flag::top_down, "top_down", mark::windows, "Windows XP", "at the highest address that is free"},
    {allocation_flag::write_watch, "write_watch", mark::windows, "Windows XP", "written_pages tells what was written"},
    {allocation_flag::large_pages, "large_pages", mark::windows, "Windows Server 2003",
     "large pages; needs the right to lock pages in memory"},
    {allocation_flag::pages_64kb, "pages_64kb", mark::windows, "Windows 10", "pages of 64 KiB where the system can"},
    {allocation_flag::physical, "physical", mark::windows, "Windows XP",
     "with reserve: a window for the pages of allocate_physical_pages"},
    {allocation_flag::nonpaged, "nonpaged", mark::windows, "Windows 10 1803",
     "never paged out; needs the right to lock pages in memory"},
    {allocation_flag::zero_pages_optional, "zero_pages_optional", mark::windows, "Windows 10 1803",
     "the system need not clear the pages"},
    {allocation_flag::nonpaged_large, "nonpaged_large", mark::windows, "Windows 10 1803",
     "large pages, never paged out; needs the right to lock pages in memory"},
    {allocation_flag::nonpaged_huge, "nonpaged_huge", mark::windows, "Windows 10 1803",
     "pages of 1 GiB, never paged out; needs the right to lock pages in memory"},
    {allocation_flag::ec_code, "ec_code", mark::windows, "Windows 11",
     "for code that can call emulated x64 code; arm64"},
};

// Where virtual_alloc may find room when it is given no address. Zeros do not bind.
// Source: MEM_ADDRESS_REQUIREMENTS.
struct address_limits {
  void* lowest = nullptr;     // a multiple of allocation_granularity()
  void* highest = nullptr;    // the last address, one less than a multiple of it
  std::size_t alignment = 0;  // bytes, a power of two of at least allocation_granularity()
};

// LPVOID VirtualAlloc(LPVOID, SIZE_T, DWORD, DWORD); PVOID VirtualAlloc2(HANDLE, PVOID, SIZE_T, ULONG, ULONG, ...);
//
// Reserves addresses, commits memory for them, or both. One of reserve and commit is needed; without reserve the range
// is rounded outwards to pages. What was reserved is given back by munmap of the whole.
//
// Throws: mmap_error; function_not_supported for placeholders and limits before Windows 10 1803; invalid_argument for
// nonpaged_large and nonpaged_huge without both reserve and commit, and for limits beside an address.
// Platforms: Windows.
//
//     void* space = virtual_alloc(nullptr, 1 << 30, allocation_flag::reserve, protection_flag::none);
//     virtual_alloc(space, 4096, allocation_flag::commit, protection_flag::read | protection_flag::write);
//
// Source: VirtualAlloc, VirtualAlloc2.
MMAPKIT_EXPORT void* virtual_alloc(void* addr, std::size_t length, allocation_flag flags, protection_flag protection,
                                   const address_limits& limits = {});
MMAPKIT_EXPORT void* virtual_alloc(void* addr, std::size_t length, allocation_flag flags, protection_flag protection,
                                   const address_limits& limits, std::error_code& error) noexcept;

// How virtual_free gives back.
// Source: VirtualFree.
enum class free_flag : std::uint64_t {
  decommit = 1U << 0,
  release = 1U << 1,
  preserve_placeholder = 1U << 2,
  coalesce_placeholders = 1U << 3,
};

template <>
inline constexpr bool is_bitmask<free_flag> = true;

template <>
inline constexpr flag_row<free_flag> rows<free_flag>[] = {
    {free_flag::decommit, "decommit", mark::windows, "Windows XP",
     "the memory, not the addresses; the content is gone"},
    {free_flag::release, "release", mark::windows, "Windows XP", "the addresses too; the whole of a reservation"},
    {free_flag::preserve_placeholder, "preserve_placeholder", mark::windows, "Windows 10 1803",
     "with release: a placeholder stays; a part of a placeholder is split off"},
    {free_flag::coalesce_placeholders, "coalesce_placeholders", mark::windows, "Windows 10 1803",
     "with release: neighbouring placeholders become one"},
};

// BOOL VirtualFree(LPVOID, SIZE_T, DWORD);
//
// Gives memory, or addresses too, back. `length` is in bytes, rounded outwards to pages; release takes the whole that
// virtual_alloc reserved. Throws: mmap_error. Platforms: Windows. Source: VirtualFree.
//
//     virtual_free(space, 4096, free_flag::decommit);
MMAPKIT_EXPORT void virtual_free(void* addr, std::size_t length, free_flag flags);
MMAPKIT_EXPORT void virtual_free(void* addr, std::size_t length, free_flag flags, std::error_code& error) noexcept;

// How unmap_view takes a view away.
// Source: UnmapViewOfFile2.
enum class unmap_flag : std::uint64_t {
  none = 0,
  transient_boost = 1U << 0,
  preserve_placeholder = 1U << 1,
};

template <>
inline constexpr bool is_bitmask<unmap_flag> = true;

template <>
inline constexpr flag_row<unmap_flag> rows<unmap_flag>[] = {
    {unmap_flag::none, "none", mark::windows, "Windows XP", "nothing more"},
    {unmap_flag::transient_boost, "transient_boost", mark::windows, "Windows 8",
     "the pages keep some priority: they will be used again soon"},
    {unmap_flag::preserve_placeholder, "preserve_placeholder", mark::windows, "Windows 10 1803",
     "a placeholder stays where the view was"},
};

// BOOL UnmapViewOfFile2(HANDLE, PVOID, ULONG);
//
// Unmaps the view that starts at the address. Throws: mmap_error. Platforms: Windows; flags Windows 10 1703. Source:
// UnmapViewOfFileEx, UnmapViewOfFile2.
//
//     unmap_view(view, unmap_flag::preserve_placeholder);
MMAPKIT_EXPORT void unmap_view(void* addr, unmap_flag flags = unmap_flag::none);
MMAPKIT_EXPORT void unmap_view(void* addr, unmap_flag flags, std::error_code& error) noexcept;

// How soon memory that is offered may be taken. Not a set.
// Source: OfferVirtualMemory.
enum class offer_priority : std::uint8_t { very_low, low, below_normal, normal };

template <>
inline constexpr flag_row<offer_priority> rows<offer_priority>[] = {
    {offer_priority::very_low, "very_low", mark::windows, "Windows 8.1", "the first to go"},
    {offer_priority::low, "low", mark::windows, "Windows 8.1", "soon to go"},
    {offer_priority::below_normal, "below_normal", mark::windows, "Windows 8.1", "later to go"},
    {offer_priority::normal, "normal", mark::windows, "Windows 8.1", "the last to go"},
};

// DWORD OfferVirtualMemory(PVOID, SIZE_T, OFFER_PRIORITY); DWORD ReclaimVirtualMemory(void const*, SIZE_T);
//
// Offers committed private memory to the system, which may take it when memory is short: not to be touched until it is
// reclaimed. reclaim_memory returns whether the content is still there. Whole pages: `addr` a multiple of page_size(),
// `length` of it too.
// Throws: mmap_error; function_not_supported before Windows 8.1. Platforms: Windows. Source: OfferVirtualMemory,
// ReclaimVirtualMemory.
//
//     offer_memory(cache, size, offer_priority::low);
//     if (!reclaim_memory(cache, size)) refill(cache);
MMAPKIT_EXPORT void offer_memory(void* addr, std::size_t length, offer_priority priority);
MMAPKIT_EXPORT void offer_memory(void* addr, std::size_t length, offer_priority priority,
                                 std::error_code& error) noexcept;
[[nodiscard]] MMAPKIT_EXPORT bool reclaim_memory(void* addr, std::size_t length);
[[nodiscard]] MMAPKIT_EXPORT bool reclaim_memory(void* addr, std::size_t length, std::error_code& error) noexcept;

// DWORD DiscardVirtualMemory(PVOID, SIZE_T);
//
// Throws the content of committed private memory away: what is read before the next store is undefined. Whole pages.
// Throws: mmap_error; function_not_supported before Windows 8.1. Platforms: Windows. Source: DiscardVirtualMemory.
//
//     discard_memory(cache, size);
MMAPKIT_EXPORT void discard_memory(void* addr, std::size_t length);
MMAPKIT_EXPORT void discard_memory(void* addr, std::size_t length, std::error_code& error) noexcept;

// VirtualAlloc(addr, length, MEM_RESET, ...), and MEM_RESET_UNDO.
//
// reset_memory says that the content is not needed: it is not written to the page file, and may be lost. undo_reset
// returns whether all of it is still there. Rounded inwards to whole pages.
// Throws: mmap_error. Platforms: Windows; undo_reset Windows 8. Source: VirtualAlloc.
//
//     reset_memory(cache, size);
//     if (!undo_reset(cache, size)) refill(cache);
MMAPKIT_EXPORT void reset_memory(void* addr, std::size_t length);
MMAPKIT_EXPORT void reset_memory(void* addr, std::size_t length, std::error_code& error) noexcept;
[[nodiscard]] MMAPKIT_EXPORT bool undo_reset(void* addr, std::size_t length);
[[nodiscard]] MMAPKIT_EXPORT bool undo_reset(void* addr, std::size_t length, std::error_code& error) noexcept;

// UINT GetWriteWatch(DWORD, PVOID, SIZE_T, PVOID*, ULONG_PTR*, LPDWORD);
//
// The addresses of the pages of the range that were written since they were committed, taken or reset. The memory was
// made with allocation_flag::write_watch. take_written_pages also resets them, in one step: no store is missed.
// Throws: mmap_error, std::bad_alloc. Platforms: Windows. Source: GetWriteWatch.
//
//     for (void* page : take_written_pages(addr, size)) save(page);
[[nodiscard]] MMAPKIT_EXPORT std::vector<void*> written_pages(void* addr, std::size_t length);
[[nodiscard]] MMAPKIT_EXPORT std::vector<void*> take_written_pages(void* addr, std::size_t length);

// UINT ResetWriteWatch(LPVOID, SIZE_T);
//
// From now on nothing counts as written. Throws: mmap_error. Platforms: Windows. Source: ResetWriteWatch.
//
//     reset_written_pages(addr, size);
MMAPKIT_EXPORT void reset_written_pages(void* addr, std::size_t length);
MMAPKIT_EXPORT void reset_written_pages(void* addr, std::size_t length, std::error_code& error) noexcept;

// SIZE_T GetLargePageMinimum(void);
//
// The size of a large page in bytes; 0 where the system has none to give.
// Platforms: every: on Linux the default size of huge pages. Source: GetLargePageMinimum; Linux /proc/meminfo.
//
//     if (const auto unit = large_page_size()) ...
[[nodiscard]] MMAPKIT_EXPORT std::size_t large_page_size() noexcept;

}  // namespace mmapkit
