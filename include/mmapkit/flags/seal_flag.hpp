/// \file
/// What a sealed file no longer allows: F_ADD_SEALS.
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// What can no longer be done to a file in memory, by anybody.
///
/// \sa Linux \linuxman{fcntl,2}, File Sealing
enum class seal_flag : std::uint64_t {
  none = 0,
  seal = 1U << 0,          ///< F_SEAL_SEAL
  shrink = 1U << 1,        ///< F_SEAL_SHRINK
  grow = 1U << 2,          ///< F_SEAL_GROW
  write = 1U << 3,         ///< F_SEAL_WRITE
  future_write = 1U << 4,  ///< F_SEAL_FUTURE_WRITE
  exec = 1U << 5,          ///< F_SEAL_EXEC
};

template <>
inline constexpr bool is_bitmask<seal_flag> = true;

template <>
inline constexpr flag_row<seal_flag> rows<seal_flag>[] = {
    {seal_flag::none, "none", "", mark::linux_ | mark::freebsd, "Linux 3.17", "nothing is sealed"},
    {seal_flag::seal, "seal", "F_SEAL_SEAL", mark::linux_ | mark::freebsd, "Linux 3.17", "no more seals"},
    {seal_flag::shrink, "shrink", "F_SEAL_SHRINK", mark::linux_ | mark::freebsd, "Linux 3.17",
     "it cannot become shorter"},
    {seal_flag::grow, "grow", "F_SEAL_GROW", mark::linux_ | mark::freebsd, "Linux 3.17", "it cannot become longer"},
    {seal_flag::write, "write", "F_SEAL_WRITE", mark::linux_ | mark::freebsd, "Linux 3.17",
     "its content stays; an error while a shared, writable mapping exists"},
    {seal_flag::future_write, "future_write", "F_SEAL_FUTURE_WRITE", mark::linux_, "Linux 5.1",
     "only the shared, writable mappings that exist can change it"},
    {seal_flag::exec, "exec", "F_SEAL_EXEC", mark::linux_, "Linux 6.3", "its permission to be run stays as it is"},
};

}  // namespace mmapkit
