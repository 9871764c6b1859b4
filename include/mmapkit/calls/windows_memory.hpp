/// \file
/// What Windows alone offers. Declared everywhere, refused elsewhere: no `#if` is needed around a call of these.
#pragma once

#include <cstddef>
#include <system_error>
#include <vector>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/address_limits.hpp>
#include <mmapkit/flags/allocation_flag.hpp>
#include <mmapkit/flags/free_flag.hpp>
#include <mmapkit/flags/offer_priority.hpp>
#include <mmapkit/flags/protection_flag.hpp>
#include <mmapkit/flags/unmap_flag.hpp>

namespace mmapkit {

/// `LPVOID VirtualAlloc(LPVOID, SIZE_T, DWORD, DWORD); PVOID VirtualAlloc2(HANDLE, PVOID, SIZE_T, ULONG, ULONG, ...);`
/// Reserves addresses, commits memory for them, or both. One of reserve and commit is needed; without reserve the range
/// is rounded outwards to pages. What was reserved is given back by munmap of the whole.
///
/// \throws mmap_error function_not_supported for placeholders and limits before Windows 10 1803; invalid_argument for
/// nonpaged_large and nonpaged_huge without both reserve and commit, and for limits beside an address.
/// \par Platforms
/// Windows.
/// \par Example
/// \code{.cpp}
/// void* space = virtual_alloc(nullptr, 1 << 30, allocation_flag::reserve, protection_flag::none);
/// virtual_alloc(space, 4096, allocation_flag::commit, protection_flag::read | protection_flag::write);
/// \endcode
/// \sa \win32{memoryapi,VirtualAlloc}, \win32{memoryapi,VirtualAlloc2}
MMAPKIT_EXPORT void* virtual_alloc(void* addr, std::size_t length, allocation_flag flags, protection_flag protection,
                                   const address_limits& limits = {});
MMAPKIT_EXPORT void* virtual_alloc(void* addr, std::size_t length, allocation_flag flags, protection_flag protection,
                                   const address_limits& limits, std::error_code& error) noexcept;

/// `BOOL VirtualFree(LPVOID, SIZE_T, DWORD);`
/// Gives memory, or addresses too, back. `length` is in bytes, rounded outwards to pages; release takes the whole that
/// virtual_alloc reserved.
///
/// \throws mmap_error
/// \par Platforms
/// Windows.
/// \par Example
/// \code{.cpp}
/// virtual_free(space, 4096, free_flag::decommit);
/// \endcode
/// \sa \win32{memoryapi,VirtualFree}
MMAPKIT_EXPORT void virtual_free(void* addr, std::size_t length, free_flag flags);
MMAPKIT_EXPORT void virtual_free(void* addr, std::size_t length, free_flag flags, std::error_code& error) noexcept;

/// `BOOL UnmapViewOfFile2(HANDLE, PVOID, ULONG);`
/// Unmaps the view that starts at the address.
///
/// \throws mmap_error
/// \par Platforms
/// Windows; flags Windows 10 1703.
/// \par Example
/// \code{.cpp}
/// unmap_view(view, unmap_flag::preserve_placeholder);
/// \endcode
/// \sa \win32{memoryapi,UnmapViewOfFileEx}, \win32{memoryapi,UnmapViewOfFile2}
MMAPKIT_EXPORT void unmap_view(void* addr, unmap_flag flags = unmap_flag::none);
MMAPKIT_EXPORT void unmap_view(void* addr, unmap_flag flags, std::error_code& error) noexcept;

/// `DWORD OfferVirtualMemory(PVOID, SIZE_T, OFFER_PRIORITY); DWORD ReclaimVirtualMemory(void const*, SIZE_T);`
/// Offers committed private memory to the system, which may take it when memory is short: not to be touched until it is
/// reclaimed. reclaim_memory returns whether the content is still there. Whole pages: `addr` a multiple of page_size(),
/// `length` of it too.
///
/// \throws mmap_error function_not_supported before Windows 8.1.
/// \par Platforms
/// Windows.
/// \par Example
/// \code{.cpp}
/// offer_memory(cache, size, offer_priority::low);
/// if (!reclaim_memory(cache, size)) refill(cache);
/// \endcode
/// \sa \win32{memoryapi,OfferVirtualMemory}, \win32{memoryapi,ReclaimVirtualMemory}
MMAPKIT_EXPORT void offer_memory(void* addr, std::size_t length, offer_priority priority);
MMAPKIT_EXPORT void offer_memory(void* addr, std::size_t length, offer_priority priority,
                                 std::error_code& error) noexcept;
[[nodiscard]] MMAPKIT_EXPORT bool reclaim_memory(void* addr, std::size_t length);
[[nodiscard]] MMAPKIT_EXPORT bool reclaim_memory(void* addr, std::size_t length, std::error_code& error) noexcept;

/// `DWORD DiscardVirtualMemory(PVOID, SIZE_T);`
/// Throws the content of committed private memory away: what is read before the next store is undefined. Whole pages.
///
/// \throws mmap_error function_not_supported before Windows 8.1.
/// \par Platforms
/// Windows.
/// \par Example
/// \code{.cpp}
/// discard_memory(cache, size);
/// \endcode
/// \sa \win32{memoryapi,DiscardVirtualMemory}
MMAPKIT_EXPORT void discard_memory(void* addr, std::size_t length);
MMAPKIT_EXPORT void discard_memory(void* addr, std::size_t length, std::error_code& error) noexcept;

/// `LPVOID VirtualAlloc(LPVOID, SIZE_T, MEM_RESET, DWORD);`, and with `MEM_RESET_UNDO`.
/// reset_memory says that the content is not needed: it is not written to the page file, and may be lost. undo_reset
/// returns whether all of it is still there. Rounded inwards to whole pages.
///
/// \throws mmap_error
/// \par Platforms
/// Windows; undo_reset Windows 8.
/// \par Example
/// \code{.cpp}
/// reset_memory(cache, size);
/// if (!undo_reset(cache, size)) refill(cache);
/// \endcode
/// \sa \win32{memoryapi,VirtualAlloc}
MMAPKIT_EXPORT void reset_memory(void* addr, std::size_t length);
MMAPKIT_EXPORT void reset_memory(void* addr, std::size_t length, std::error_code& error) noexcept;
[[nodiscard]] MMAPKIT_EXPORT bool undo_reset(void* addr, std::size_t length);
[[nodiscard]] MMAPKIT_EXPORT bool undo_reset(void* addr, std::size_t length, std::error_code& error) noexcept;

/// `UINT GetWriteWatch(DWORD, PVOID, SIZE_T, PVOID*, ULONG_PTR*, LPDWORD);`
/// The addresses of the pages of the range that were written since they were committed, taken or reset. The memory was
/// made with allocation_flag::write_watch. fetch_and_reset_written_pages also resets them, in one step: no store is
/// missed.
///
/// \throws mmap_error
/// \throws std::bad_alloc
/// \par Platforms
/// Windows.
/// \par Example
/// \code{.cpp}
/// for (void* page : fetch_and_reset_written_pages(addr, size)) save(page);
/// \endcode
/// \sa \win32{memoryapi,GetWriteWatch}
[[nodiscard]] MMAPKIT_EXPORT std::vector<void*> written_pages(void* addr, std::size_t length);
[[nodiscard]] MMAPKIT_EXPORT std::vector<void*> fetch_and_reset_written_pages(void* addr, std::size_t length);

/// `UINT ResetWriteWatch(LPVOID, SIZE_T);`
/// From now on nothing counts as written.
///
/// \throws mmap_error
/// \par Platforms
/// Windows.
/// \par Example
/// \code{.cpp}
/// reset_written_pages(addr, size);
/// \endcode
/// \sa \win32{memoryapi,ResetWriteWatch}
MMAPKIT_EXPORT void reset_written_pages(void* addr, std::size_t length);
MMAPKIT_EXPORT void reset_written_pages(void* addr, std::size_t length, std::error_code& error) noexcept;

/// `SIZE_T GetLargePageMinimum(void);`
/// The size of a large page in bytes; 0 where the system has none to give.
///
/// \par Platforms
/// Every: on Linux the default size of huge pages.
/// \par Example
/// \code{.cpp}
/// if (const auto unit = large_page_size()) ...
/// \endcode
/// \sa \win32{memoryapi,GetLargePageMinimum}; Linux /proc/meminfo
[[nodiscard]] MMAPKIT_EXPORT std::size_t large_page_size() noexcept;

}  // namespace mmapkit
