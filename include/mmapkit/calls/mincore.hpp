/// \file
/// Which pages are in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/flag_set.hpp>
#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/page_state.hpp>
#include <mmapkit/flags/residency.hpp>

namespace mmapkit {

/// `int mincore(void *addr, size_t length, unsigned char *vec);`
/// Writes one byte for each page: bit 0 is set where the page is in memory; `pages` has at least as many bytes as the
/// range has pages. `addr` is a multiple of page_size(), `length` is in bytes. The answer may be old when it arrives.
/// Since Linux 5.2 every page of a file that this process may not write counts as in memory: mapping::residency tells
/// that apart.
///
/// \throws mmap_error not_enough_memory where part of the range is not mapped; invalid_argument if `pages` is too
/// small.
/// \par Platforms
/// Every but OpenBSD; Windows tells what is in this process's working set.
/// \par Example
/// \code{.cpp}
/// std::vector<unsigned char> pages((size + page_size() - 1) / page_size());
/// mmapkit::mincore(addr, size, pages);
/// \endcode
/// \sa Linux \linuxman{mincore,2}; \win32{psapi,QueryWorkingSetEx}
MMAPKIT_EXPORT void mincore(const void* addr, std::size_t length, std::span<unsigned char> pages);
MMAPKIT_EXPORT void mincore(const void* addr, std::size_t length, std::span<unsigned char> pages,
                            std::error_code& error) noexcept;

/// `MINCORE_INCORE`, and the other bits of mincore's byte for a page, as flags of the library. Bits that this system
/// does not define are ignored.
MMAPKIT_EXPORT page_state state_of(unsigned char page) noexcept;

/// `int cachestat(unsigned int fd, struct cachestat_range *range, struct cachestat *cstat, unsigned int flags);`
/// Counts the pages of `length` bytes at `offset` of a file that are in the system's cache, without mapping it: the
/// time depends on what is cached and not on the size of the file. Length 0 means up to the end. `flags` are the
/// system's, passed on untouched; Linux has none, and refuses all.
///
/// \throws mmap_error function_not_supported before Linux 6.5; operation_not_permitted for a file that this process may
/// not write; operation_not_supported for huge pages, and where none is counted since the pages are, or may be, those
/// of a file of another file system: on overlayfs, aufs and FUSE. mapping::residency counts those.
/// \par Platforms
/// Linux 6.5.
/// \par Example
/// \code{.cpp}
/// std::cout << mmapkit::cachestat(fd).cached * page_size() << " bytes in memory\n";
/// \endcode
/// \sa Linux \linuxman{cachestat,2}
[[nodiscard]] MMAPKIT_EXPORT cache_state cachestat(native_handle file, std::uint64_t offset = 0,
                                                   std::uint64_t length = 0, unsigned flags = 0);
[[nodiscard]] MMAPKIT_EXPORT cache_state cachestat(native_handle file, std::uint64_t offset, std::uint64_t length,
                                                   std::error_code& error) noexcept;
[[nodiscard]] MMAPKIT_EXPORT cache_state cachestat(native_handle file, std::uint64_t offset, std::uint64_t length,
                                                   unsigned flags, std::error_code& error) noexcept;

}  // namespace mmapkit
