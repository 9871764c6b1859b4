/// \file
/// What is mapped in this process.
#pragma once

#include <cstddef>
#include <optional>
#include <system_error>
#include <vector>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/page_category.hpp>
#include <mmapkit/flags/protection_flag.hpp>
#include <mmapkit/flags/region.hpp>
#include <mmapkit/flags/scan_flag.hpp>

namespace mmapkit {

/// `/proc/self/maps`, `SIZE_T VirtualQuery(LPCVOID, PMEMORY_BASIC_INFORMATION, SIZE_T);`, `vm_region_recurse_64`
/// All regions, by address. Names need memory; everything else is asked of the system.
///
/// \throws mmap_error not_enough_memory; what the system says.
/// \par Platforms
/// Linux (PROCMAP_QUERY, /proc/self/maps), Windows (VirtualQuery), macOS (vm_region_recurse_64); refused on the BSDs.
/// \par Example
/// \code{.cpp}
/// for (const auto& r : regions()) std::cout << r.name << '\n';
/// \endcode
/// \sa Linux \linuxman{proc_pid_maps,5}; \win32{memoryapi,VirtualQuery}, \win32{psapi,GetMappedFileNameW}
[[nodiscard]] MMAPKIT_EXPORT std::vector<region> regions();
[[nodiscard]] MMAPKIT_EXPORT std::vector<region> regions(std::error_code& error) noexcept;

/// `int ioctl(int maps, PROCMAP_QUERY, struct procmap_query *query);`, and those of regions.
/// The region that holds the address, or nothing where none does.
///
/// \throws mmap_error not_enough_memory; what the system says.
/// \par Platforms
/// As regions; Linux 6.11 is asked for one region (PROCMAP_QUERY), of older ones the list is read.
/// \par Example
/// \code{.cpp}
/// if (const auto r = find_region(addr); r && r->shared) ...
/// \endcode
/// \sa Linux \linuxman{proc_pid_maps,5}; \win32{memoryapi,VirtualQuery}
[[nodiscard]] MMAPKIT_EXPORT std::optional<region> find_region(const void* addr);
[[nodiscard]] MMAPKIT_EXPORT std::optional<region> find_region(const void* addr, std::error_code& error) noexcept;

/// `/proc/self/smaps`
/// What the kernel counts for the region that holds the address; nothing where no region does.
///
/// \throws mmap_error not_enough_memory; what the system says.
/// \par Platforms
/// Linux (/proc/self/smaps).
/// \par Example
/// \code{.cpp}
/// std::cout << find_region_usage(addr)->resident << " bytes in memory\n";
/// \endcode
/// \sa Linux \linuxman{proc_pid_smaps,5}
[[nodiscard]] MMAPKIT_EXPORT std::optional<region_usage> find_region_usage(const void* addr);
[[nodiscard]] MMAPKIT_EXPORT std::optional<region_usage> find_region_usage(const void* addr,
                                                                           std::error_code& error) noexcept;

/// `int ioctl(int pagemap, PAGEMAP_SCAN, struct pm_scan_arg *arg);`
/// The runs of pages in the range that are of all categories in `wanted`, each with the categories of `wanted` that it
/// has. `addr` is a multiple of page_size(), `length` in bytes, rounded up to pages.
///
/// \throws mmap_error function_not_supported before Linux 6.7; operation_not_permitted where check_async finds memory
/// that no userfaultfd watches; not_enough_memory.
/// \par Platforms
/// Linux 6.7.
/// \par Example
/// \code{.cpp}
/// for (const auto& run : scan_pages(addr, size, page_category::present)) ...
/// const auto written = scan_pages(addr, size, page_category::written, scan_flag::write_protect);
/// \endcode
/// \sa Linux [PAGEMAP_SCAN](https://docs.kernel.org/admin-guide/mm/pagemap.html)
[[nodiscard]] MMAPKIT_EXPORT std::vector<page_run> scan_pages(const void* addr, std::size_t length,
                                                              page_category wanted, scan_flag flags = scan_flag::none);
[[nodiscard]] MMAPKIT_EXPORT std::vector<page_run> scan_pages(const void* addr, std::size_t length,
                                                              page_category wanted, scan_flag flags,
                                                              std::error_code& error) noexcept;

}  // namespace mmapkit
