/// \file
/// How changes are written back: msync().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// How changes are written back. Exactly one of sync and async is needed.
///
/// \sa POSIX.1-2024 \posix{msync}, \win32{memoryapi,FlushViewOfFile}, \win32{fileapi,FlushFileBuffers}
enum class msync_flag : std::uint64_t {
  sync = 1U << 0,        ///< MS_SYNC
  async = 1U << 1,       ///< MS_ASYNC
  invalidate = 1U << 2,  ///< MS_INVALIDATE
  kill_pages = 1U << 3,  ///< MS_KILLPAGES
  deactivate = 1U << 4,  ///< MS_DEACTIVATE
};

template <>
inline constexpr bool is_bitmask<msync_flag> = true;

template <>
inline constexpr flag_row<msync_flag> rows<msync_flag>[] = {
    {msync_flag::sync, "sync", "MS_SYNC", mark::every, "POSIX.1-1993", "return when the data is on the device"},
    {msync_flag::async, "async", "MS_ASYNC", mark::every, "POSIX.1-1993",
     "schedule the writing and return at once; nothing is durable yet"},
    {msync_flag::invalidate, "invalidate", "MS_INVALIDATE", mark::posix, "POSIX.1-1993",
     "other mappings see the file's data; an error while the memory is locked"},
    {msync_flag::kill_pages, "kill_pages", "MS_KILLPAGES", mark::apple, "macOS 10.0",
     "instead of writing: the pages are dropped, and read from the file again"},
    {msync_flag::deactivate, "deactivate", "MS_DEACTIVATE", mark::apple, "macOS 10.0",
     "instead of writing: the pages leave the working set"},
};

}  // namespace mmapkit
