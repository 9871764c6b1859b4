/// \file
/// What happens where large pages are short: shm_create_largepage().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// What happens where large pages are short. Not a set.
///
/// \sa FreeBSD \freebsdman{shm_create_largepage,3}
enum class large_page_policy : std::uint8_t {
  default_,  ///< SHM_LARGEPAGE_ALLOC_DEFAULT
  no_wait,   ///< SHM_LARGEPAGE_ALLOC_NOWAIT
  hard,      ///< SHM_LARGEPAGE_ALLOC_HARD
};

template <>
inline constexpr flag_row<large_page_policy> rows<large_page_policy>[] = {
    {large_page_policy::default_, "default_", "SHM_LARGEPAGE_ALLOC_DEFAULT", mark::freebsd, "FreeBSD 13.0",
     "an error after some tries to make one from smaller ones: the default"},
    {large_page_policy::no_wait, "no_wait", "SHM_LARGEPAGE_ALLOC_NOWAIT", mark::freebsd, "FreeBSD 13.0",
     "an error at once"},
    {large_page_policy::hard, "hard", "SHM_LARGEPAGE_ALLOC_HARD", mark::freebsd, "FreeBSD 13.0", "it is waited for"},
};

}  // namespace mmapkit
