/// \file
/// What memory will be used for: posix_madvise().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// What POSIX can be told: none of it changes the content.
///
/// \sa POSIX.1-2024 \posix{posix_madvise}
enum class posix_advice : std::uint8_t {
  normal,      ///< POSIX_MADV_NORMAL
  random,      ///< POSIX_MADV_RANDOM
  sequential,  ///< POSIX_MADV_SEQUENTIAL
  will_need,   ///< POSIX_MADV_WILLNEED
  dont_need,   ///< POSIX_MADV_DONTNEED
};

template <>
inline constexpr flag_row<posix_advice> rows<posix_advice>[] = {
    {posix_advice::normal, "normal", "POSIX_MADV_NORMAL", mark::every, "POSIX.1-2001", "nothing special: the default"},
    {posix_advice::random, "random", "POSIX_MADV_RANDOM", mark::posix, "POSIX.1-2001", "accesses in no order"},
    {posix_advice::sequential, "sequential", "POSIX_MADV_SEQUENTIAL", mark::posix, "POSIX.1-2001", "accesses in order"},
    {posix_advice::will_need, "will_need", "POSIX_MADV_WILLNEED", mark::every, "POSIX.1-2001", "soon to be used"},
    {posix_advice::dont_need, "dont_need", "POSIX_MADV_DONTNEED", mark::posix, "POSIX.1-2001",
     "not used for a while; the content stays, whatever the system's madvise does"},
};

}  // namespace mmapkit
