// Which pages are in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>

#include <mmapkit/flag_set.hpp>
#include <mmapkit/native_handle.hpp>

namespace mmapkit {

// One page, as mincore's byte for it says. macOS and the BSDs tell more than Linux, which has in_core alone.
// Source: Linux and BSD mincore(2); QueryWorkingSetEx.
enum class page_state : std::uint64_t {
  in_core = 1U << 0,
  referenced = 1U << 1,
  modified = 1U << 2,
  referenced_other = 1U << 3,
  modified_other = 1U << 4,
  paged_out = 1U << 5,
  copied = 1U << 6,
  anonymous = 1U << 7,
  super = 1U << 8,
};

template <>
inline constexpr bool is_bitmask<page_state> = true;

template <>
inline constexpr flag_row<page_state> rows<page_state>[] = {
    {page_state::in_core, "in_core",
     mark::linux_ | mark::apple | mark::freebsd | mark::dragonfly | mark::netbsd | mark::windows, "4.4BSD",
     "in memory"},
    {page_state::referenced, "referenced", mark::apple | mark::freebsd | mark::dragonfly, "4.4BSD",
     "used by this process"},
    {page_state::modified, "modified", mark::apple | mark::freebsd | mark::dragonfly, "4.4BSD",
     "changed by this process"},
    {page_state::referenced_other, "referenced_other", mark::apple | mark::freebsd | mark::dragonfly, "4.4BSD",
     "used by another process"},
    {page_state::modified_other, "modified_other", mark::apple | mark::freebsd | mark::dragonfly, "4.4BSD",
     "changed by another process"},
    {page_state::paged_out, "paged_out", mark::apple, "macOS 10.9", "swapped out"},
    {page_state::copied, "copied", mark::apple, "macOS 10.9", "copied on write"},
    {page_state::anonymous, "anonymous", mark::apple, "macOS 10.9", "not from a file"},
    {page_state::super, "super", mark::freebsd, "FreeBSD 8", "part of a large page"},
};

// int mincore(void *addr, size_t length, unsigned char *vec);
//
// Writes one byte for each page: bit 0 is set where the page is in memory; `pages` has at least as many bytes as the
// range has pages. `addr` is a multiple of page_size(), `length` is in bytes. The answer may be old when it arrives.
// Since Linux 5.2 every page of a file that this process may not write counts as in memory: mapping::residency tells
// that apart.
//
// Throws: mmap_error; not_enough_memory where part of the range is not mapped; invalid_argument if `pages` is too
// small. Platforms: every but OpenBSD; Windows tells what is in this process's working set.
//
//     std::vector<unsigned char> pages((size + page_size() - 1) / page_size());
//     mincore(addr, size, pages);
//
// Source: Linux mincore(2); QueryWorkingSetEx.
MMAPKIT_EXPORT void mincore(const void* addr, std::size_t length, std::span<unsigned char> pages);
MMAPKIT_EXPORT void mincore(const void* addr, std::size_t length, std::span<unsigned char> pages,
                            std::error_code& error) noexcept;

// What mincore's byte for a page says, in the library's own flags. Only the platform's bits are looked at.
MMAPKIT_EXPORT page_state state_of(unsigned char page) noexcept;

// The pages of a range in memory, as mapping::residency counts them.
struct residency {
  std::size_t pages = 0;     // whole pages that the range touches
  std::size_t resident = 0;  // of them in memory; meaningless unless known
  bool known = true;         // false where the system hides it: a file that this process may not write, on Linux
};

// The pages of a file in the system's cache, whoever brought them there.
struct cache_state {
  std::uint64_t cached = 0;            // in memory
  std::uint64_t dirty = 0;             // of them changed and not yet written
  std::uint64_t writeback = 0;         // of them being written
  std::uint64_t evicted = 0;           // were in memory once
  std::uint64_t recently_evicted = 0;  // went not long ago: reading them again would show that memory is short
};

// int cachestat(unsigned int fd, struct cachestat_range *range, struct cachestat *cstat, unsigned int flags);
//
// Counts the pages of `length` bytes at `offset` of a file that are in the system's cache, without mapping it: the time
// depends on what is cached and not on the size of the file. Length 0 means up to the end.
//
// Throws: mmap_error; function_not_supported before Linux 6.5; operation_not_permitted for a file that this process may
// not write; operation_not_supported for huge pages.
// Platforms: Linux 6.5. A file of overlayfs has no pages of its own: none is counted.
//
//     std::cout << cachestat(fd).cached * page_size() << " bytes in memory\n";
//
// Source: Linux cachestat(2).
[[nodiscard]] MMAPKIT_EXPORT cache_state cachestat(native_handle file, std::uint64_t offset = 0,
                                                   std::uint64_t length = 0);
[[nodiscard]] MMAPKIT_EXPORT cache_state cachestat(native_handle file, std::uint64_t offset, std::uint64_t length,
                                                   std::error_code& error) noexcept;

}  // namespace mmapkit
