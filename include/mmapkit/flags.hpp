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
inline constexpr flag_row<open_flag> rows<open_flag>[] {
  {open_flag::read, "read", mark::every, "open the file for reading"},
      {open_flag::write, "write", mark::every, "open the file for writing, and for reading: a mapping reads its file"},
      {open_flag::create, "create", mark::every, "create the file if it does not exist"},
      {open_flag::ensure_create, "ensure_create", mark::every, "create the file; an error if it exists"},
      {open_flag::truncate, "truncate", mark::every, "cut the file to length 0; needs write"},
      {open_flag::direct, "direct", mark::every, "bypass the system's cache for plain reads and writes"},
      {open_flag::file_sync, "file_sync", mark::every,
       "plain writes return when data and metadata are on the device; stores to the mapping still need msync"},
      {open_flag::data_sync, "data_sync", mark::every,
       "plain writes return when the data is on the device; stores to the mapping still need msync"},
      {open_flag::dont_claim_tty, "dont_claim_tty", mark::posix, "a terminal does not become the controlling terminal"},
      {open_flag::non_block, "non_block", mark::posix,
       "do not wait for another process's lease on the file: fail at once"},
      {open_flag::no_follow, "no_follow", mark::every, "an error if the path's last part is a symbolic link"},
      {open_flag::async, "async", mark::posix, "signal-driven I/O on files that offer it"},
      {open_flag::directory, "directory", mark::every, "an error if the path is not a directory"},
      {open_flag::large_file, "large_file", mark::every,
       "allow a file too large for a 32-bit offset; always so in this library"},
      {open_flag::no_atime, "no_atime", mark::linux_,
       "reading leaves the file's access time alone; for its owner or root"},
};

// What the memory may be used for. `none` is the empty set.
// Source: POSIX.1-2024 mprotect(), Memory Protection Constants (Windows).
enum class protection_flag : std::uint64_t {
  none = 0,
  read = 1U << 0,
  write = 1U << 1,
  exec = 1U << 2,
};

template <>
inline constexpr bool is_bitmask<protection_flag> = true;

template <>
inline constexpr flag_row<protection_flag> rows<protection_flag>[] {
  {protection_flag::none, "none", mark::every, "no access"},
      {protection_flag::read, "read", mark::every, "the memory can be read"},
      {protection_flag::write, "write", mark::every,
       "the memory can be written, and read: no portable hardware has one without the other"},
      {protection_flag::exec, "exec", mark::every, "the memory can be run"},
};

// How the memory is mapped. Exactly one of private_ and shared is needed.
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
};

template <>
inline constexpr bool is_bitmask<mmap_flag> = true;

template <>
inline constexpr flag_row<mmap_flag> rows<mmap_flag>[] {
  {mmap_flag::private_, "private_", mark::every,
   "copy on write: stores are seen by this process alone and never reach the file"},
      {mmap_flag::shared, "shared", mark::every, "stores reach the file and every other mapping of it"},
      {mmap_flag::anonymous, "anonymous", mark::every, "zeroed memory without a file; needs a size"},
      {mmap_flag::no_reserve, "no_reserve", mark::linux_,
       "reserve no swap space: a store may find no memory; not while memory is accounted strictly"},
      {mmap_flag::locked, "locked", mark::linux_, "in memory before the call returns, and never swapped out"},
      {mmap_flag::grows_down, "grows_down", mark::linux_,
       "a stack: grows when the page below is touched; private anonymous memory only"},
      {mmap_flag::populate, "populate", mark::linux_, "fault the pages in before the call returns"},
      {mmap_flag::non_block, "non_block", mark::linux_,
       "with populate: do no read-ahead, which since Linux 2.6.23 makes populate do nothing"},
      {mmap_flag::fixed, "fixed", mark::posix, "exactly at the address; what was mapped there is gone"},
      {mmap_flag::stack, "stack", mark::linux_,
       "memory for a thread's stack, without huge pages; older kernels than 6.7 would ignore it"},
      {mmap_flag::huge_table, "huge_table", mark::linux_, "from the system's pool of huge pages"},
      {mmap_flag::sync, "sync", mark::linux_,
       "shared mappings of persistent memory: the file's metadata is durable before a page can be written"},
      {mmap_flag::no_replace, "no_replace", mark::every,
       "exactly at the address, or an error if something is mapped there"},
      {mmap_flag::uninitialized, "uninitialized", mark::linux_,
       "do not clear anonymous memory; only kernels without an MMU do so, all others are refused"},
};

// How changes are written back. Exactly one of sync and async is needed.
// Source: POSIX.1-2024 msync(), FlushViewOfFile, FlushFileBuffers.
enum class msync_flag : std::uint64_t {
  sync = 1U << 0,
  async = 1U << 1,
  invalidate = 1U << 2,
};

template <>
inline constexpr bool is_bitmask<msync_flag> = true;

template <>
inline constexpr flag_row<msync_flag> rows<msync_flag>[] {
  {msync_flag::sync, "sync", mark::every, "return when the data is on the device"},
      {msync_flag::async, "async", mark::every, "schedule the writing and return at once; nothing is durable yet"},
      {msync_flag::invalidate, "invalidate", mark::posix,
       "other mappings see the file's data; an error while the memory is locked"},
};

// A flag type that has rows.
template <class Flag>
concept flag_set = bitmask<Flag> && requires {
  rows<Flag>[0].flag;
};

// The names joined by '|', in the order of the rows: "read|write". The empty set is "none" where a row says so and ""
// otherwise; native bits are "native(0x40)", bits without a name "unknown(0x8000)".
// Throws: std::bad_alloc.
template <flag_set Flag>
[[nodiscard]] std::string to_string(Flag flags);

// Names and native bits as to_string writes them, read back; spaces around names are allowed. Nothing where a name is
// not a flag of this type, "unknown(0x8000)" included.
//
//     from_string<open_flag>("read|write") == (open_flag::read | open_flag::write)
template <flag_set Flag>
[[nodiscard]] std::optional<Flag> from_string(std::string_view text) noexcept;

// Whether the running system keeps the promise of every flag in the set: asks the kernel where the platform alone does
// not decide. Native bits count as supported. Costs no system call for flags that the platform decides.
template <flag_set Flag>
[[nodiscard]] bool supported(Flag flags) noexcept;

// The flags where they are supported, and the empty set where not: for what is only an optimisation.
//
//     .mmap = mmap_flag::private_ | mmap_flag::anonymous | if_supported(mmap_flag::no_reserve)
template <flag_set Flag>
[[nodiscard]] Flag if_supported(Flag flags) noexcept {
  return supported(flags) ? flags : Flag{};
}

// The operating system's own bits for one flag; nothing where it has none. 0 means that the flag is met without a bit.
template <flag_set Flag>
[[nodiscard]] std::optional<std::uint32_t> native_value(Flag flag) noexcept;

}  // namespace mmapkit
