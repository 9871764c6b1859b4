/// \file
/// How a shadow stack is made: map_shadow_stack().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// \sa Linux \linuxman{map_shadow_stack,2}
enum class shadow_stack_flag : std::uint64_t {
  none = 0,
  set_token = 1U << 0,   ///< SHADOW_STACK_SET_TOKEN
  set_marker = 1U << 1,  ///< SHADOW_STACK_SET_MARKER
};

template <>
inline constexpr bool is_bitmask<shadow_stack_flag> = true;

template <>
inline constexpr flag_row<shadow_stack_flag> rows<shadow_stack_flag>[] = {
    {shadow_stack_flag::none, "none", "", mark::linux_, "Linux 6.6", "an empty shadow stack"},
    {shadow_stack_flag::set_token, "set_token", "SHADOW_STACK_SET_TOKEN", mark::linux_, "Linux 6.6",
     "with a token to switch to it by"},
    {shadow_stack_flag::set_marker, "set_marker", "SHADOW_STACK_SET_MARKER", mark::linux_, "Linux 6.13",
     "with a mark at its top; arm64"},
};

}  // namespace mmapkit
