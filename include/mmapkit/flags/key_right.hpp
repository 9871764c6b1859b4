/// \file
/// What a protection key takes away: pkey_alloc().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// What a protection key takes away.
///
/// \sa Linux \linuxman{pkeys,7}
enum class key_right : std::uint64_t {
  none = 0,
  disable_access = 1U << 0,   ///< PKEY_DISABLE_ACCESS
  disable_write = 1U << 1,    ///< PKEY_DISABLE_WRITE
  disable_execute = 1U << 2,  ///< PKEY_DISABLE_EXECUTE
  disable_read = 1U << 3,     ///< PKEY_DISABLE_READ
};

template <>
inline constexpr bool is_bitmask<key_right> = true;

template <>
inline constexpr flag_row<key_right> rows<key_right>[] = {
    {key_right::none, "none", "", mark::linux_, "Linux 4.9", "nothing is taken away"},
    {key_right::disable_access, "disable_access", "PKEY_DISABLE_ACCESS", mark::linux_, "Linux 4.9",
     "neither reading nor writing"},
    {key_right::disable_write, "disable_write", "PKEY_DISABLE_WRITE", mark::linux_, "Linux 4.9", "no writing"},
    {key_right::disable_execute, "disable_execute", "PKEY_DISABLE_EXECUTE", mark::linux_, "Linux 6.12",
     "no running; arm64"},
    {key_right::disable_read, "disable_read", "PKEY_DISABLE_READ", mark::linux_, "Linux 6.12", "no reading; arm64"},
};

}  // namespace mmapkit
