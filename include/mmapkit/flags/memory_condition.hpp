/// \file
/// A condition of physical memory: CreateMemoryResourceNotification.
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// What memory_notification watches. Not a set. Between the two, neither holds.
///
/// \sa \win32{memoryapi,CreateMemoryResourceNotification}
enum class memory_condition : std::uint8_t {
  low,   ///< LowMemoryResourceNotification
  high,  ///< HighMemoryResourceNotification
};

template <>
inline constexpr flag_row<memory_condition> rows<memory_condition>[] = {
    {memory_condition::low, "low", "LowMemoryResourceNotification", mark::windows, "Windows XP",
     "memory is short: time to give some back"},
    {memory_condition::high, "high", "HighMemoryResourceNotification", mark::windows, "Windows XP",
     "there is plenty: caches may grow"},
};

}  // namespace mmapkit
