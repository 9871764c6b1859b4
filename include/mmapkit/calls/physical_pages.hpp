/// \file
/// Physical pages of one's own (AWE): more memory than addresses, mapped and unmapped in a window without a copy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>
#include <vector>

#include <mmapkit/export.hpp>

namespace mmapkit {

/// `BOOL AllocateUserPhysicalPages(HANDLE, PULONG_PTR, PULONG_PTR);`
/// Takes up to `count` pages of physical memory, of page_size() bytes each, zeroed and never paged out; returns the
/// numbers of their frames, fewer where the system has no more to give. free_physical_pages gives them back. The second
/// form fills `frames` from its start and returns how many it has filled.
///
/// \throws mmap_error ERROR_PRIVILEGE_NOT_HELD for a user without the right to lock pages in memory,
/// function_not_supported where the system has no windows for such pages.
/// \throws std::bad_alloc
/// \par Platforms
/// Windows.
/// \par Example
/// \code{.cpp}
/// const auto frames = allocate_physical_pages(1024);
/// const auto size = frames.size() * page_size();
/// void* window = virtual_alloc(nullptr, size, allocation_flag::reserve | allocation_flag::physical, read_write);
/// map_physical_pages(window, frames);
/// \endcode
/// \sa \win32{memoryapi,AllocateUserPhysicalPages}
[[nodiscard]] MMAPKIT_EXPORT std::vector<std::uintptr_t> allocate_physical_pages(std::size_t count);
[[nodiscard]] MMAPKIT_EXPORT std::size_t allocate_physical_pages(std::span<std::uintptr_t> frames,
                                                                 std::error_code& error) noexcept;

/// `BOOL MapUserPhysicalPages(PVOID, ULONG_PTR, PULONG_PTR);`
/// Maps the frames side by side from `addr` on, a multiple of page_size() within memory that was made with
/// allocation_flag::reserve and physical; what was mapped there before is unmapped, and keeps its content. No frame is
/// mapped twice. No frames: nothing to do; unmap_physical_pages empties a window.
///
/// \throws mmap_error function_not_supported as above.
/// \par Platforms
/// Windows.
/// \par Example
/// \code{.cpp}
/// map_physical_pages(window, std::span{frames}.first(256));
/// \endcode
/// \sa \win32{memoryapi,MapUserPhysicalPages}
MMAPKIT_EXPORT void map_physical_pages(void* addr, std::span<const std::uintptr_t> frames);
MMAPKIT_EXPORT void map_physical_pages(void* addr, std::span<const std::uintptr_t> frames,
                                       std::error_code& error) noexcept;

/// `BOOL MapUserPhysicalPages(PVOID, ULONG_PTR, NULL);`
/// The window has no memory from `addr` on; the pages keep their content, and can be mapped again. `length` is in
/// bytes, rounded up to pages.
///
/// \throws mmap_error function_not_supported as above.
/// \par Platforms
/// Windows.
/// \par Example
/// \code{.cpp}
/// unmap_physical_pages(window, 256 * page_size());
/// \endcode
/// \sa \win32{memoryapi,MapUserPhysicalPages}
MMAPKIT_EXPORT void unmap_physical_pages(void* addr, std::size_t length);
MMAPKIT_EXPORT void unmap_physical_pages(void* addr, std::size_t length, std::error_code& error) noexcept;

/// `BOOL FreeUserPhysicalPages(HANDLE, PULONG_PTR, PULONG_PTR);`
/// Gives pages back; where they are mapped, they are unmapped first. The process's end frees them too.
///
/// \throws mmap_error function_not_supported as above.
/// \par Platforms
/// Windows.
/// \par Example
/// \code{.cpp}
/// free_physical_pages(frames);
/// \endcode
/// \sa \win32{memoryapi,FreeUserPhysicalPages}
MMAPKIT_EXPORT void free_physical_pages(std::span<const std::uintptr_t> frames);
MMAPKIT_EXPORT void free_physical_pages(std::span<const std::uintptr_t> frames, std::error_code& error) noexcept;

}  // namespace mmapkit
