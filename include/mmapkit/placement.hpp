/// \file
/// Where memory shall lie in the address space.
#pragma once

#include <cstddef>
#include <cstdint>

#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/msync_flag.hpp>
#include <mmapkit/flags/open_flag.hpp>
// First: to GCC's -Wshadow a flag of the same name hides what was there before it.
#include <mmapkit/flags/protection_flag.hpp>

namespace mmapkit {

/// Where memory shall lie. A member that is zero asks for nothing. With an address no other member may be given: the
/// memory lies there or the call fails; what is mapped there already stays. Where the addresses behind the last memory
/// within the same limits are taken, free ones are looked for in the system's list of regions: on Linux that needs
/// /proc and a free descriptor.
///
/// \par Example
/// \code{.cpp}
/// auto table = allocate(1 << 20, {.place = below_4gb});
/// \endcode
struct placement {
  void* address = nullptr;    ///< of the first byte, a multiple of allocation_granularity()
  std::uint64_t lowest = 0;   ///< no byte lies below this address
  std::uint64_t highest = 0;  ///< no byte lies above this address
  std::size_t alignment = 0;  ///< of the first byte, bytes, a power of two
};

/// Places for memory whose addresses have to fit 31 or 32 bits, or must not.
inline constexpr placement below_2gb{.highest = 0x7fff'ffff};
inline constexpr placement below_4gb{.highest = 0xffff'ffff};
inline constexpr placement above_4gb{.lowest = 0x1'0000'0000};

}  // namespace mmapkit
