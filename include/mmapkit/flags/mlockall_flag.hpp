/// \file
/// Which pages of the process are locked: mlockall().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// Which of the process's pages mlockall locks. One of current and future is needed.
///
/// \sa POSIX.1-2024 \posix{mlockall}, Linux \linuxman{mlockall,2}
enum class mlockall_flag : std::uint64_t {
  current = 1U << 0,   ///< MCL_CURRENT
  future = 1U << 1,    ///< MCL_FUTURE
  on_fault = 1U << 2,  ///< MCL_ONFAULT
};

template <>
inline constexpr bool is_bitmask<mlockall_flag> = true;

template <>
inline constexpr flag_row<mlockall_flag> rows<mlockall_flag>[] = {
    {mlockall_flag::current, "current", "MCL_CURRENT", mark::linux_ | mark::bsd, "POSIX.1-1993",
     "all that is mapped now"},
    {mlockall_flag::future, "future", "MCL_FUTURE", mark::linux_ | mark::bsd, "POSIX.1-1993",
     "all that will be mapped"},
    {mlockall_flag::on_fault, "on_fault", "MCL_ONFAULT", mark::linux_, "Linux 4.4",
     "with the others: pages are locked when they are first touched"},
};

}  // namespace mmapkit
