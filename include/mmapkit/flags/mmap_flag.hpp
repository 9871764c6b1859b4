/// \file
/// How memory is mapped: mmap().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// Where sets of flags keep the size of huge pages: its logarithm to base 2, above the native bits.
inline constexpr unsigned huge_page_shift = 58;
inline constexpr std::uint64_t huge_page_field = std::uint64_t{0x3f} << huge_page_shift;

/// How the memory is mapped. One of private_ and shared is needed (or shared_validate), and at most one size of huge
/// pages, with huge_table. A child of fork() that shares private huge pages may lose them to a store of its parent,
/// where the pool has no others, and dies of its next access: advice::dont_fork keeps them out of children.
///
/// \sa POSIX.1-2024 \posix{mmap}, Linux \linuxman{mmap,2}, \win32{memoryapi,CreateFileMappingW},
/// \win32{memoryapi,MapViewOfFileEx}, \win32{memoryapi,VirtualAlloc}
enum class mmap_flag : std::uint64_t {
  private_ = 1U << 0,                                 ///< MAP_PRIVATE
  shared = 1U << 1,                                   ///< MAP_SHARED
  anonymous = 1U << 2,                                ///< MAP_ANONYMOUS/MAP_ANON
  no_reserve = 1U << 3,                               ///< MAP_NORESERVE
  locked = 1U << 4,                                   ///< MAP_LOCKED/MAP_WIRED
  grows_down = 1U << 5,                               ///< MAP_GROWSDOWN
  populate = 1U << 6,                                 ///< MAP_POPULATE
  non_block = 1U << 7,                                ///< MAP_NONBLOCK
  fixed = 1U << 8,                                    ///< MAP_FIXED
  stack = 1U << 9,                                    ///< MAP_STACK
  huge_table = 1U << 10,                              ///< MAP_HUGETLB
  sync = 1U << 11,                                    ///< MAP_SYNC
  no_replace = 1U << 12,                              ///< MAP_FIXED_NOREPLACE/MAP_EXCL/__MAP_NOREPLACE
  uninitialized = 1U << 13,                           ///< MAP_UNINITIALIZED
  shared_validate = 1U << 14,                         ///< MAP_SHARED_VALIDATE
  droppable = 1U << 15,                               ///< MAP_DROPPABLE
  low_2gb = 1U << 16,                                 ///< MAP_32BIT
  above_4gb = 1U << 17,                               ///< MAP_ABOVE4G
  prefault_read = 1U << 18,                           ///< MAP_PREFAULT_READ
  aligned_super = 1U << 19,                           ///< MAP_ALIGNED_SUPER
  guard = 1U << 20,                                   ///< MAP_GUARD
  no_sync = 1U << 21,                                 ///< MAP_NOSYNC
  no_core = 1U << 22,                                 ///< MAP_NOCORE/MAP_CONCEAL
  has_semaphore = 1U << 23,                           ///< MAP_HASSEMAPHORE
  no_cache = 1U << 24,                                ///< MAP_NOCACHE
  jit = 1U << 25,                                     ///< MAP_JIT
  resilient_codesign = 1U << 26,                      ///< MAP_RESILIENT_CODESIGN
  resilient_media = 1U << 27,                         ///< MAP_RESILIENT_MEDIA
  tpro = 1U << 28,                                    ///< MAP_TPRO
  huge_16kb = std::uint64_t{14} << huge_page_shift,   ///< MAP_HUGE_16KB
  huge_64kb = std::uint64_t{16} << huge_page_shift,   ///< MAP_HUGE_64KB
  huge_512kb = std::uint64_t{19} << huge_page_shift,  ///< MAP_HUGE_512KB
  huge_1mb = std::uint64_t{20} << huge_page_shift,    ///< MAP_HUGE_1MB
  huge_2mb = std::uint64_t{21} << huge_page_shift,    ///< MAP_HUGE_2MB
  huge_8mb = std::uint64_t{23} << huge_page_shift,    ///< MAP_HUGE_8MB
  huge_16mb = std::uint64_t{24} << huge_page_shift,   ///< MAP_HUGE_16MB
  huge_32mb = std::uint64_t{25} << huge_page_shift,   ///< MAP_HUGE_32MB
  huge_256mb = std::uint64_t{28} << huge_page_shift,  ///< MAP_HUGE_256MB
  huge_512mb = std::uint64_t{29} << huge_page_shift,  ///< MAP_HUGE_512MB
  huge_1gb = std::uint64_t{30} << huge_page_shift,    ///< MAP_HUGE_1GB
  huge_2gb = std::uint64_t{31} << huge_page_shift,    ///< MAP_HUGE_2GB
  huge_16gb = std::uint64_t{34} << huge_page_shift,   ///< MAP_HUGE_16GB
};

template <>
inline constexpr bool is_bitmask<mmap_flag> = true;

template <>
inline constexpr std::uint64_t value_field<mmap_flag> = huge_page_field;

template <>
inline constexpr flag_row<mmap_flag> rows<mmap_flag>[] = {
    {mmap_flag::private_, "private_", "MAP_PRIVATE", mark::every, "POSIX.1-1993",
     "copy on write: stores are seen by this process alone and never reach the file"},
    {mmap_flag::shared, "shared", "MAP_SHARED", mark::every, "POSIX.1-1993",
     "stores reach the file and every other mapping of it"},
    {mmap_flag::anonymous, "anonymous", "MAP_ANONYMOUS/MAP_ANON", mark::every, "POSIX.1-2024",
     "zeroed memory without a file; needs a size"},
    {mmap_flag::no_reserve, "no_reserve", "MAP_NORESERVE", mark::linux_, "Linux 2.2",
     "reserve no swap space: a store may find no memory; not while memory is accounted strictly"},
    {mmap_flag::locked, "locked", "MAP_LOCKED/MAP_WIRED", mark::linux_ | mark::netbsd, "Linux 2.5.37",
     "in memory before the call returns, and never swapped out"},
    {mmap_flag::grows_down, "grows_down", "MAP_GROWSDOWN", mark::linux_, "Linux 1.0",
     "a stack: grows when the page below is touched; private anonymous memory only"},
    {mmap_flag::populate, "populate", "MAP_POPULATE", mark::linux_, "Linux 2.5.46",
     "fault the pages in before the call returns"},
    {mmap_flag::non_block, "non_block", "MAP_NONBLOCK", mark::linux_, "Linux 2.5.46",
     "with populate: do no read-ahead, which since Linux 2.6.23 makes populate do nothing"},
    {mmap_flag::fixed, "fixed", "MAP_FIXED", mark::posix, "POSIX.1-1993",
     "exactly at the address; what was mapped there is gone"},
    {mmap_flag::stack, "stack", "MAP_STACK", mark::linux_ | mark::bsd, "Linux 2.6.27",
     "memory for a thread's stack, without huge pages; older kernels than 6.7 would ignore it"},
    {mmap_flag::huge_table, "huge_table", "MAP_HUGETLB", mark::linux_, "Linux 2.6.32",
     "from the system's pool of huge pages; with populate one that cannot be had is an error now"},
    {mmap_flag::sync, "sync", "MAP_SYNC", mark::linux_, "Linux 4.15",
     "shared mappings of persistent memory: the file's metadata is durable before a page can be written"},
    {mmap_flag::no_replace, "no_replace", "MAP_FIXED_NOREPLACE/MAP_EXCL/__MAP_NOREPLACE", mark::every, "Linux 4.17",
     "exactly at the address, or an error if something is mapped there"},
    {mmap_flag::uninitialized, "uninitialized", "MAP_UNINITIALIZED", mark::linux_, "Linux 2.6.33",
     "do not clear anonymous memory; only kernels without an MMU do so, all others are refused"},
    {mmap_flag::shared_validate, "shared_validate", "MAP_SHARED_VALIDATE", mark::linux_, "Linux 4.15",
     "as shared, and the kernel refuses what it does not know; the library asks for that with every shared file"},
    {mmap_flag::droppable, "droppable", "MAP_DROPPABLE", mark::linux_, "Linux 6.11",
     "anonymous memory that may turn to zeros when memory is short, and is never swapped out"},
    {mmap_flag::low_2gb, "low_2gb", "MAP_32BIT", mark::linux_ | mark::apple | mark::freebsd, "Linux 2.4.20",
     "in the lowest 2 GiB of the address space, on macOS 4 GiB; x86-64 and macOS"},
    {mmap_flag::above_4gb, "above_4gb", "MAP_ABOVE4G", mark::linux_, "Linux 6.6", "above the lowest 4 GiB; x86-64"},
    {mmap_flag::prefault_read, "prefault_read", "MAP_PREFAULT_READ", mark::freebsd, "FreeBSD 6",
     "pages that are in memory are mapped at once"},
    {mmap_flag::aligned_super, "aligned_super", "MAP_ALIGNED_SUPER", mark::freebsd, "FreeBSD 10",
     "aligned for large pages"},
    {mmap_flag::guard, "guard", "MAP_GUARD", mark::freebsd, "FreeBSD 11.1",
     "reserves addresses that can never be accessed"},
    {mmap_flag::no_sync, "no_sync", "MAP_NOSYNC", mark::freebsd | mark::dragonfly, "FreeBSD 3",
     "stores reach the file when memory is short or msync asks, and not every half minute"},
    {mmap_flag::no_core, "no_core", "MAP_NOCORE/MAP_CONCEAL", mark::freebsd | mark::dragonfly | mark::openbsd,
     "FreeBSD 3", "left out of core dumps"},
    {mmap_flag::has_semaphore, "has_semaphore", "MAP_HASSEMAPHORE",
     mark::apple | mark::freebsd | mark::netbsd | mark::dragonfly, "4.4BSD", "a hint: the memory may hold semaphores"},
    {mmap_flag::no_cache, "no_cache", "MAP_NOCACHE", mark::apple, "macOS 10.0",
     "the pages are the first to go when memory is short"},
    {mmap_flag::jit, "jit", "MAP_JIT", mark::apple, "macOS 10.14", "memory for code that is generated at run time"},
    {mmap_flag::resilient_codesign, "resilient_codesign", "MAP_RESILIENT_CODESIGN", mark::apple, "macOS 10.10",
     "read-only: a bad code signature does not end the process"},
    {mmap_flag::resilient_media, "resilient_media", "MAP_RESILIENT_MEDIA", mark::apple, "macOS 10.11",
     "read-only: pages that cannot be read, or lie beyond the end of the file, are zeros instead of a fault"},
    {mmap_flag::tpro, "tpro", "MAP_TPRO", mark::apple, "macOS 13", "memory that trusted code alone may write"},
    {mmap_flag::huge_16kb, "huge_16kb", "MAP_HUGE_16KB", mark::linux_, "Linux 5.14",
     "with huge_table: pages of 16 KiB"},
    {mmap_flag::huge_64kb, "huge_64kb", "MAP_HUGE_64KB", mark::linux_, "Linux 3.8", "with huge_table: pages of 64 KiB"},
    {mmap_flag::huge_512kb, "huge_512kb", "MAP_HUGE_512KB", mark::linux_, "Linux 3.8",
     "with huge_table: pages of 512 KiB"},
    {mmap_flag::huge_1mb, "huge_1mb", "MAP_HUGE_1MB", mark::linux_, "Linux 3.8", "with huge_table: pages of 1 MiB"},
    {mmap_flag::huge_2mb, "huge_2mb", "MAP_HUGE_2MB", mark::linux_, "Linux 3.8", "with huge_table: pages of 2 MiB"},
    {mmap_flag::huge_8mb, "huge_8mb", "MAP_HUGE_8MB", mark::linux_, "Linux 3.8", "with huge_table: pages of 8 MiB"},
    {mmap_flag::huge_16mb, "huge_16mb", "MAP_HUGE_16MB", mark::linux_, "Linux 3.8", "with huge_table: pages of 16 MiB"},
    {mmap_flag::huge_32mb, "huge_32mb", "MAP_HUGE_32MB", mark::linux_, "Linux 4.20",
     "with huge_table: pages of 32 MiB"},
    {mmap_flag::huge_256mb, "huge_256mb", "MAP_HUGE_256MB", mark::linux_, "Linux 3.8",
     "with huge_table: pages of 256 MiB"},
    {mmap_flag::huge_512mb, "huge_512mb", "MAP_HUGE_512MB", mark::linux_, "Linux 4.20",
     "with huge_table: pages of 512 MiB"},
    {mmap_flag::huge_1gb, "huge_1gb", "MAP_HUGE_1GB", mark::linux_, "Linux 3.8", "with huge_table: pages of 1 GiB"},
    {mmap_flag::huge_2gb, "huge_2gb", "MAP_HUGE_2GB", mark::linux_, "Linux 3.8", "with huge_table: pages of 2 GiB"},
    {mmap_flag::huge_16gb, "huge_16gb", "MAP_HUGE_16GB", mark::linux_, "Linux 3.8", "with huge_table: pages of 16 GiB"},
};

}  // namespace mmapkit
