/// \file
/// The sizes of pages.
#pragma once

#include <cstddef>
#include <vector>

#include <mmapkit/export.hpp>

namespace mmapkit {

/// `long sysconf(_SC_PAGESIZE);`
/// The unit of protection and of the file's pages in memory, in bytes: 4096, 16384 or 65536.
///
/// \sa POSIX.1-2024 \posix{sysconf}; \win32{sysinfoapi,GetSystemInfo}, dwPageSize
MMAPKIT_EXPORT std::size_t page_size() noexcept;

/// `void GetSystemInfo(LPSYSTEM_INFO);`
/// The unit of addresses and of file offsets in the system's own calls, in bytes: the page on POSIX, 65536 on Windows.
///
/// \sa \win32{sysinfoapi,GetSystemInfo}, dwAllocationGranularity
MMAPKIT_EXPORT std::size_t allocation_granularity() noexcept;

/// `int getpagesizes(size_t pagesize[], int nelem);`, `/sys/kernel/mm/hugepages`, `SIZE_T GetLargePageMinimum(void);`
/// The sizes of huge pages, bytes, ascending: what mmap_flag::huge_table, memfd_flag::huge_table and
/// allocation_flag::large_pages can have. Whether any is free is another question.
///
/// \throws std::bad_alloc
/// \par Platforms
/// Linux (/sys/kernel/mm/hugepages), FreeBSD (getpagesizes), Windows (GetLargePageMinimum); none elsewhere.
/// \par Example
/// \code{.cpp}
/// for (const auto size : huge_page_sizes()) std::cout << size / 1024 << " KiB\n";
/// \endcode
/// \sa FreeBSD \freebsdman{getpagesizes,3}; \win32{memoryapi,GetLargePageMinimum}
[[nodiscard]] MMAPKIT_EXPORT std::vector<std::size_t> huge_page_sizes();

}  // namespace mmapkit
