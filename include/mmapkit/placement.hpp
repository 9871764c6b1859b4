// Where memory shall lie in the address space.
#pragma once

#include <cstddef>
#include <cstdint>

#include <mmapkit/flags.hpp>  // first: to GCC's -Wshadow a flag of the same name hides what was there before it

namespace mmapkit {

// Zeros do not bind. With an address nothing else may be given: it is an order, and what is mapped there stays.
//
//     auto table = allocate(1 << 20, {.place = below_4gb});
struct placement {
  void* address = nullptr;    // of the first byte, a multiple of allocation_granularity()
  std::uint64_t lowest = 0;   // no byte lies below this address
  std::uint64_t highest = 0;  // no byte lies above this address
  std::size_t alignment = 0;  // of the first byte, bytes, a power of two
};

inline constexpr placement below_2gb{.highest = 0x7fff'ffff};
inline constexpr placement below_4gb{.highest = 0xffff'ffff};
inline constexpr placement above_4gb{.lowest = 0x1'0000'0000};

}  // namespace mmapkit
