/// \file
/// What a file will be used for: posix_fadvise().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// How a file will be read. Not a set; none of it changes the content.
///
/// \sa POSIX.1-2024 \posix{posix_fadvise}
enum class file_advice : std::uint64_t {
  normal,      ///< POSIX_FADV_NORMAL
  random,      ///< POSIX_FADV_RANDOM
  sequential,  ///< POSIX_FADV_SEQUENTIAL
  will_need,   ///< POSIX_FADV_WILLNEED/F_RDADVISE
  dont_need,   ///< POSIX_FADV_DONTNEED
  no_reuse,    ///< POSIX_FADV_NOREUSE
};

template <>
inline constexpr bool takes_native_number<file_advice> = true;

template <>
inline constexpr flag_row<file_advice> rows<file_advice>[] = {
    {file_advice::normal, "normal", "POSIX_FADV_NORMAL", mark::linux_ | mark::freebsd | mark::netbsd, "POSIX.1-2001",
     "nothing special: the default"},
    {file_advice::random, "random", "POSIX_FADV_RANDOM", mark::linux_ | mark::freebsd | mark::netbsd, "POSIX.1-2001",
     "accesses in no order"},
    {file_advice::sequential, "sequential", "POSIX_FADV_SEQUENTIAL", mark::linux_ | mark::freebsd | mark::netbsd,
     "POSIX.1-2001", "accesses in order"},
    {file_advice::will_need, "will_need", "POSIX_FADV_WILLNEED/F_RDADVISE",
     mark::linux_ | mark::apple | mark::freebsd | mark::netbsd, "POSIX.1-2001",
     "start reading the pages into the cache"},
    {file_advice::dont_need, "dont_need", "POSIX_FADV_DONTNEED", mark::linux_ | mark::freebsd | mark::netbsd,
     "POSIX.1-2001", "drop the pages from the cache that are written back and not mapped"},
    {file_advice::no_reuse, "no_reuse", "POSIX_FADV_NOREUSE", mark::linux_ | mark::freebsd | mark::netbsd,
     "POSIX.1-2001", "read once: the first to go (Linux: since 6.3)"},
};

}  // namespace mmapkit
