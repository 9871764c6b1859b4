// The flags of open, mmap, mprotect and msync, and one row for each.
#pragma once

#include <mmapkit/flag_set.hpp>

namespace mmapkit {

// How a path is opened. Descriptors are close-on-exec on every system, whatever is asked here.
// Source: POSIX.1-2024 open(), Linux open(2), CreateFileW.
enum class open_flag : std::uint64_t {
  read = 1U << 0,
  write = 1U << 1,
  create = 1U << 2,
  ensure_create = 1U << 3,
  truncate = 1U << 4,
  direct = 1U << 5,
  file_sync = 1U << 6,
  data_sync = 1U << 7,
  dont_claim_tty = 1U << 8,
  non_block = 1U << 9,
  no_follow = 1U << 10,
  async = 1U << 11,
  directory = 1U << 12,
  large_file = 1U << 13,
  no_atime = 1U << 14,
};

template <>
inline constexpr bool is_bitmask<open_flag> = true;

template <>
inline constexpr flag_row<open_flag> rows<open_flag>[] = {
    {open_flag::read, "read", mark::every, "POSIX.1-1988", "open the file for reading"},
    {open_flag::write, "write", mark::every, "POSIX.1-1988",
     "open the file for writing, and for reading: a mapping reads its file"},
    {open_flag::create, "create", mark::every, "POSIX.1-1988", "create the file if it does not exist"},
    {open_flag::ensure_create, "ensure_create", mark::every, "POSIX.1-1988", "create the file; an error if it exists"},
    {open_flag::truncate, "truncate", mark::every, "POSIX.1-1988", "cut the file to length 0; needs write"},
    {open_flag::direct, "direct", mark::every, "Linux 2.4.10", "bypass the system's cache for plain reads and writes"},
    {open_flag::file_sync, "file_sync", mark::every, "POSIX.1-1993",
     "plain writes return when data and metadata are on the device; stores to the mapping still need msync"},
    {open_flag::data_sync, "data_sync", mark::every, "POSIX.1-1993",
     "plain writes return when the data is on the device; stores to the mapping still need msync"},
    {open_flag::dont_claim_tty, "dont_claim_tty", mark::posix, "POSIX.1-1988",
     "a terminal does not become the controlling terminal"},
    {open_flag::non_block, "non_block", mark::posix, "POSIX.1-1988",
     "do not wait for another process's lease on the file: fail at once"},
    {open_flag::no_follow, "no_follow", mark::every, "POSIX.1-2008",
     "an error if the path's last part is a symbolic link"},
    {open_flag::async, "async", mark::posix, "4.4BSD", "signal-driven I/O on files that offer it"},
    {open_flag::directory, "directory", mark::every, "POSIX.1-2008", "an error if the path is not a directory"},
    {open_flag::large_file, "large_file", mark::every, "Linux 2.4",
     "allow a file too large for a 32-bit offset; always so in this library"},
    {open_flag::no_atime, "no_atime", mark::linux_, "Linux 2.6.8",
     "reading leaves the file's access time alone; for its owner or root"},
};

// What the memory may be used for. `none` is the empty set.
// Source: POSIX.1-2024 mprotect(), Memory Protection Constants (Windows).
enum class protection_flag : std::uint64_t {
  none = 0,
  read = 1U << 0,
  write = 1U << 1,
  exec = 1U << 2,
  sem = 1U << 3,
  grows_down = 1U << 4,
  grows_up = 1U << 5,
  strong_order = 1U << 6,
  bti = 1U << 7,
  memory_tags = 1U << 8,
  adi = 1U << 9,
  max_read = 1U << 10,
  max_write = 1U << 11,
  max_exec = 1U << 12,
  guard_once = 1U << 13,
  no_cache = 1U << 14,
  write_combine = 1U << 15,
  cfg_targets_invalid = 1U << 16,
  cfg_targets_no_update = 1U << 17,
  revert_to_file = 1U << 18,
};

template <>
inline constexpr bool is_bitmask<protection_flag> = true;

template <>
inline constexpr flag_row<protection_flag> rows<protection_flag>[] = {
    {protection_flag::none, "none", mark::every, "POSIX.1-1993", "no access"},
    {protection_flag::read, "read", mark::every, "POSIX.1-1993", "the memory can be read"},
    {protection_flag::write, "write", mark::every, "POSIX.1-1993",
     "the memory can be written, and read: no portable hardware has one without the other"},
    {protection_flag::exec, "exec", mark::every, "POSIX.1-1993", "the memory can be run"},
    {protection_flag::sem, "sem", mark::linux_, "Linux 2.5.7", "the memory can hold what atomic operations work on"},
    {protection_flag::grows_down, "grows_down", mark::linux_, "Linux 2.6.0",
     "mprotect of a grows_down mapping: from the address down to its start"},
    {protection_flag::grows_up, "grows_up", mark::linux_, "Linux 2.6.0",
     "mprotect up to the end of a mapping that grows upwards; parisc"},
    {protection_flag::strong_order, "strong_order", mark::linux_, "Linux 2.6.26", "strongly ordered accesses; powerpc"},
    {protection_flag::bti, "bti", mark::linux_, "Linux 5.8", "indirect branches land only where marked; arm64"},
    {protection_flag::memory_tags, "memory_tags", mark::linux_, "Linux 5.10",
     "memory tags can be set and are checked; arm64"},
    {protection_flag::adi, "adi", mark::linux_, "Linux 4.16", "versions of memory are checked; sparc64"},
    {protection_flag::max_read, "max_read", mark::freebsd | mark::netbsd, "NetBSD 8",
     "with the other max flags: the most that mprotect can ever give"},
    {protection_flag::max_write, "max_write", mark::freebsd | mark::netbsd, "NetBSD 8", "as max_read, for writing"},
    {protection_flag::max_exec, "max_exec", mark::freebsd | mark::netbsd, "NetBSD 8", "as max_read, for running"},
    {protection_flag::guard_once, "guard_once", mark::windows, "Windows XP",
     "the first access to each page raises STATUS_GUARD_PAGE_VIOLATION and takes the guard away"},
    {protection_flag::no_cache, "no_cache", mark::windows, "Windows XP",
     "private memory that no processor caches; for devices"},
    {protection_flag::write_combine, "write_combine", mark::windows, "Windows XP",
     "private memory whose stores are gathered; for devices"},
    {protection_flag::cfg_targets_invalid, "cfg_targets_invalid", mark::windows, "Windows 8.1",
     "with exec: no place is a valid target of indirect calls until it is declared one"},
    {protection_flag::cfg_targets_no_update, "cfg_targets_no_update", mark::windows, "Windows 10",
     "mprotect with exec: the valid targets of indirect calls stay as they are"},
    {protection_flag::revert_to_file, "revert_to_file", mark::windows, "Windows 10",
     "mprotect of a private mapping: what was stored is dropped, the file's content is seen again"},
};

// Where sets of flags keep the size of huge pages: its logarithm to base 2, above the native bits.
inline constexpr unsigned huge_page_shift = 58;
inline constexpr std::uint64_t huge_page_field = std::uint64_t{0x3f} << huge_page_shift;

// How the memory is mapped. One of private_ and shared is needed (or shared_validate), and at most one size of huge
// pages, with huge_table.
// Source: POSIX.1-2024 mmap(), Linux mmap(2), CreateFileMappingW, MapViewOfFileEx, VirtualAlloc.
enum class mmap_flag : std::uint64_t {
  private_ = 1U << 0,
  shared = 1U << 1,
  anonymous = 1U << 2,
  no_reserve = 1U << 3,
  locked = 1U << 4,
  grows_down = 1U << 5,
  populate = 1U << 6,
  non_block = 1U << 7,
  fixed = 1U << 8,
  stack = 1U << 9,
  huge_table = 1U << 10,
  sync = 1U << 11,
  no_replace = 1U << 12,
  uninitialized = 1U << 13,
  shared_validate = 1U << 14,
  droppable = 1U << 15,
  low_2gb = 1U << 16,
  above_4gb = 1U << 17,
  prefault_read = 1U << 18,
  aligned_super = 1U << 19,
  guard = 1U << 20,
  no_sync = 1U << 21,
  no_core = 1U << 22,
  has_semaphore = 1U << 23,
  no_cache = 1U << 24,
  jit = 1U << 25,
  resilient_codesign = 1U << 26,
  resilient_media = 1U << 27,
  tpro = 1U << 28,
  huge_16kb = std::uint64_t{14} << huge_page_shift,
  huge_64kb = std::uint64_t{16} << huge_page_shift,
  huge_512kb = std::uint64_t{19} << huge_page_shift,
  huge_1mb = std::uint64_t{20} << huge_page_shift,
  huge_2mb = std::uint64_t{21} << huge_page_shift,
  huge_8mb = std::uint64_t{23} << huge_page_shift,
  huge_16mb = std::uint64_t{24} << huge_page_shift,
  huge_32mb = std::uint64_t{25} << huge_page_shift,
  huge_256mb = std::uint64_t{28} << huge_page_shift,
  huge_512mb = std::uint64_t{29} << huge_page_shift,
  huge_1gb = std::uint64_t{30} << huge_page_shift,
  huge_2gb = std::uint64_t{31} << huge_page_shift,
  huge_16gb = std::uint64_t{34} << huge_page_shift,
};

template <>
inline constexpr bool is_bitmask<mmap_flag> = true;

template <>
inline constexpr std::uint64_t value_field<mmap_flag> = huge_page_field;

template <>
inline constexpr flag_row<mmap_flag> rows<mmap_flag>[] = {
    {mmap_flag::private_, "private_", mark::every, "POSIX.1-1993",
     "copy on write: stores are seen by this process alone and never reach the file"},
    {mmap_flag::shared, "shared", mark::every, "POSIX.1-1993", "stores reach the file and every other mapping of it"},
    {mmap_flag::anonymous, "anonymous", mark::every, "POSIX.1-2024", "zeroed memory without a file; needs a size"},
    {mmap_flag::no_reserve, "no_reserve", mark::linux_, "Linux 2.2",
     "reserve no swap space: a store may find no memory; not while memory is accounted strictly"},
    {mmap_flag::locked, "locked", mark::linux_ | mark::netbsd, "Linux 2.5.37",
     "in memory before the call returns, and never swapped out"},
    {mmap_flag::grows_down, "grows_down", mark::linux_, "Linux 1.0",
     "a stack: grows when the page below is touched; private anonymous memory only"},
    {mmap_flag::populate, "populate", mark::linux_, "Linux 2.5.46", "fault the pages in before the call returns"},
    {mmap_flag::non_block, "non_block", mark::linux_, "Linux 2.5.46",
     "with populate: do no read-ahead, which since Linux 2.6.23 makes populate do nothing"},
    {mmap_flag::fixed, "fixed", mark::posix, "POSIX.1-1993", "exactly at the address; what was mapped there is gone"},
    {mmap_flag::stack, "stack", mark::linux_ | mark::bsd, "Linux 2.6.27",
     "memory for a thread's stack, without huge pages; older kernels than 6.7 would ignore it"},
    {mmap_flag::huge_table, "huge_table", mark::linux_, "Linux 2.6.32", "from the system's pool of huge pages"},
    {mmap_flag::sync, "sync", mark::linux_, "Linux 4.15",
     "shared mappings of persistent memory: the file's metadata is durable before a page can be written"},
    {mmap_flag::no_replace, "no_replace", mark::every, "Linux 4.17",
     "exactly at the address, or an error if something is mapped there"},
    {mmap_flag::uninitialized, "uninitialized", mark::linux_, "Linux 2.6.33",
     "do not clear anonymous memory; only kernels without an MMU do so, all others are refused"},
    {mmap_flag::shared_validate, "shared_validate", mark::linux_, "Linux 4.15",
     "as shared, and the kernel refuses what it does not know; the library asks for that with every shared file"},
    {mmap_flag::droppable, "droppable", mark::linux_, "Linux 6.11",
     "anonymous memory that may turn to zeros when memory is short, and is never swapped out"},
    {mmap_flag::low_2gb, "low_2gb", mark::linux_ | mark::apple | mark::freebsd, "Linux 2.4.20",
     "in the lowest 2 GiB of the address space, on macOS 4 GiB; x86-64 and macOS"},
    {mmap_flag::above_4gb, "above_4gb", mark::linux_, "Linux 6.6", "above the lowest 4 GiB; x86-64"},
    {mmap_flag::prefault_read, "prefault_read", mark::freebsd, "FreeBSD 6",
     "pages that are in memory are mapped at once"},
    {mmap_flag::aligned_super, "aligned_super", mark::freebsd, "FreeBSD 10", "aligned for large pages"},
    {mmap_flag::guard, "guard", mark::freebsd, "FreeBSD 11.1", "reserves addresses that can never be accessed"},
    {mmap_flag::no_sync, "no_sync", mark::freebsd | mark::dragonfly, "FreeBSD 3",
     "stores reach the file when memory is short or msync asks, and not every half minute"},
    {mmap_flag::no_core, "no_core", mark::freebsd | mark::dragonfly | mark::openbsd, "FreeBSD 3",
     "left out of core dumps"},
    {mmap_flag::has_semaphore, "has_semaphore", mark::apple | mark::freebsd | mark::netbsd | mark::dragonfly, "4.4BSD",
     "a hint: the memory may hold semaphores"},
    {mmap_flag::no_cache, "no_cache", mark::apple, "macOS 10.0", "the pages are the first to go when memory is short"},
    {mmap_flag::jit, "jit", mark::apple, "macOS 10.14", "memory for code that is generated at run time"},
    {mmap_flag::resilient_codesign, "resilient_codesign", mark::apple, "macOS 10.10",
     "read-only: a bad code signature does not end the process"},
    {mmap_flag::resilient_media, "resilient_media", mark::apple, "macOS 10.11",
     "read-only: pages that cannot be read, or lie beyond the end of the file, are zeros instead of a fault"},
    {mmap_flag::tpro, "tpro", mark::apple, "macOS 13", "memory that trusted code alone may write"},
    {mmap_flag::huge_16kb, "huge_16kb", mark::linux_, "Linux 5.14", "with huge_table: pages of 16 KiB"},
    {mmap_flag::huge_64kb, "huge_64kb", mark::linux_, "Linux 3.8", "with huge_table: pages of 64 KiB"},
    {mmap_flag::huge_512kb, "huge_512kb", mark::linux_, "Linux 3.8", "with huge_table: pages of 512 KiB"},
    {mmap_flag::huge_1mb, "huge_1mb", mark::linux_, "Linux 3.8", "with huge_table: pages of 1 MiB"},
    {mmap_flag::huge_2mb, "huge_2mb", mark::linux_, "Linux 3.8", "with huge_table: pages of 2 MiB"},
    {mmap_flag::huge_8mb, "huge_8mb", mark::linux_, "Linux 3.8", "with huge_table: pages of 8 MiB"},
    {mmap_flag::huge_16mb, "huge_16mb", mark::linux_, "Linux 3.8", "with huge_table: pages of 16 MiB"},
    {mmap_flag::huge_32mb, "huge_32mb", mark::linux_, "Linux 4.20", "with huge_table: pages of 32 MiB"},
    {mmap_flag::huge_256mb, "huge_256mb", mark::linux_, "Linux 3.8", "with huge_table: pages of 256 MiB"},
    {mmap_flag::huge_512mb, "huge_512mb", mark::linux_, "Linux 4.20", "with huge_table: pages of 512 MiB"},
    {mmap_flag::huge_1gb, "huge_1gb", mark::linux_, "Linux 3.8", "with huge_table: pages of 1 GiB"},
    {mmap_flag::huge_2gb, "huge_2gb", mark::linux_, "Linux 3.8", "with huge_table: pages of 2 GiB"},
    {mmap_flag::huge_16gb, "huge_16gb", mark::linux_, "Linux 3.8", "with huge_table: pages of 16 GiB"},
};

// How changes are written back. Exactly one of sync and async is needed.
// Source: POSIX.1-2024 msync(), FlushViewOfFile, FlushFileBuffers.
enum class msync_flag : std::uint64_t {
  sync = 1U << 0,
  async = 1U << 1,
  invalidate = 1U << 2,
  kill_pages = 1U << 3,
  deactivate = 1U << 4,
};

template <>
inline constexpr bool is_bitmask<msync_flag> = true;

template <>
inline constexpr flag_row<msync_flag> rows<msync_flag>[] = {
    {msync_flag::sync, "sync", mark::every, "POSIX.1-1993", "return when the data is on the device"},
    {msync_flag::async, "async", mark::every, "POSIX.1-1993",
     "schedule the writing and return at once; nothing is durable yet"},
    {msync_flag::invalidate, "invalidate", mark::posix, "POSIX.1-1993",
     "other mappings see the file's data; an error while the memory is locked"},
    {msync_flag::kill_pages, "kill_pages", mark::apple, "macOS 10.0",
     "instead of writing: the pages are dropped, and read from the file again"},
    {msync_flag::deactivate, "deactivate", mark::apple, "macOS 10.0",
     "instead of writing: the pages leave the working set"},
};

}  // namespace mmapkit
