/// \file
/// How a file is opened: open().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// How a path is opened. Descriptors are close-on-exec on every system, whatever is asked here.
///
/// \sa POSIX.1-2024 \posix{open}, Linux \linuxman{open,2}, \win32{fileapi,CreateFileW}
enum class open_flag : std::uint64_t {
  read = 1U << 0,            ///< O_RDONLY
  write = 1U << 1,           ///< O_RDWR
  create = 1U << 2,          ///< O_CREAT
  ensure_create = 1U << 3,   ///< O_CREAT|O_EXCL
  truncate = 1U << 4,        ///< O_TRUNC
  direct = 1U << 5,          ///< O_DIRECT
  file_sync = 1U << 6,       ///< O_SYNC
  data_sync = 1U << 7,       ///< O_DSYNC
  dont_claim_tty = 1U << 8,  ///< O_NOCTTY
  non_block = 1U << 9,       ///< O_NONBLOCK
  no_follow = 1U << 10,      ///< O_NOFOLLOW
  async = 1U << 11,          ///< O_ASYNC
  directory = 1U << 12,      ///< O_DIRECTORY
  large_file = 1U << 13,     ///< O_LARGEFILE
  no_atime = 1U << 14,       ///< O_NOATIME
};

/// The permissions of a new file where none are given; the umask takes some away. A mode is written in octal and has no
/// bits beyond 0777: those of owner, group and others.
inline constexpr unsigned default_file_mode = 0666;

template <>
inline constexpr bool is_bitmask<open_flag> = true;

template <>
inline constexpr flag_row<open_flag> rows<open_flag>[] = {
    {open_flag::read, "read", "O_RDONLY", mark::every, "POSIX.1-1988", "open the file for reading"},
    {open_flag::write, "write", "O_RDWR", mark::every, "POSIX.1-1988",
     "open the file for writing, and for reading: a mapping reads its file"},
    {open_flag::create, "create", "O_CREAT", mark::every, "POSIX.1-1988", "create the file if it does not exist"},
    {open_flag::ensure_create, "ensure_create", "O_CREAT|O_EXCL", mark::every, "POSIX.1-1988",
     "create the file; an error if it exists"},
    {open_flag::truncate, "truncate", "O_TRUNC", mark::every, "POSIX.1-1988", "cut the file to length 0; needs write"},
    {open_flag::direct, "direct", "O_DIRECT",
     mark::linux_ | mark::apple | mark::freebsd | mark::dragonfly | mark::netbsd | mark::windows, "Linux 2.4.10",
     "bypass the system's cache for plain reads and writes"},
    {open_flag::file_sync, "file_sync", "O_SYNC", mark::every, "POSIX.1-1993",
     "plain writes return when data and metadata are on the device; stores to the mapping still need msync"},
    {open_flag::data_sync, "data_sync", "O_DSYNC", mark::every, "POSIX.1-1993",
     "plain writes return when the data is on the device; stores to the mapping still need msync"},
    {open_flag::dont_claim_tty, "dont_claim_tty", "O_NOCTTY", mark::posix, "POSIX.1-1988",
     "a terminal does not become the controlling terminal"},
    {open_flag::non_block, "non_block", "O_NONBLOCK", mark::posix, "POSIX.1-1988",
     "do not wait for another process's lease on the file: fail at once"},
    {open_flag::no_follow, "no_follow", "O_NOFOLLOW", mark::every, "POSIX.1-2008",
     "an error if the path's last part is a symbolic link"},
    {open_flag::async, "async", "O_ASYNC", mark::posix, "4.4BSD", "signal-driven I/O on files that offer it"},
    {open_flag::directory, "directory", "O_DIRECTORY", mark::every, "POSIX.1-2008",
     "an error if the path is not a directory"},
    {open_flag::large_file, "large_file", "O_LARGEFILE", mark::every, "Linux 2.4",
     "allow a file too large for a 32-bit offset; always so in this library"},
    {open_flag::no_atime, "no_atime", "O_NOATIME", mark::linux_, "Linux 2.6.8",
     "reading leaves the file's access time alone; for its owner or root"},
};

}  // namespace mmapkit
