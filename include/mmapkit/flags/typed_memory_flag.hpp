/// \file
/// How typed memory is opened: posix_typed_mem_open().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// \sa POSIX.1-2024 \posix{posix_typed_mem_open}
enum class typed_memory_flag : std::uint64_t {
  allocate = 1U << 0,         ///< POSIX_TYPED_MEM_ALLOCATE
  allocate_contig = 1U << 1,  ///< POSIX_TYPED_MEM_ALLOCATE_CONTIG
  map_allocatable = 1U << 2,  ///< POSIX_TYPED_MEM_MAP_ALLOCATABLE
};

template <>
inline constexpr bool is_bitmask<typed_memory_flag> = true;

template <>
inline constexpr flag_row<typed_memory_flag> rows<typed_memory_flag>[] = {
    {typed_memory_flag::allocate, "allocate", "POSIX_TYPED_MEM_ALLOCATE", mark{}, "POSIX.1-2001",
     "mmap allocates from the object"},
    {typed_memory_flag::allocate_contig, "allocate_contig", "POSIX_TYPED_MEM_ALLOCATE_CONTIG", mark{}, "POSIX.1-2001",
     "mmap allocates from the object, in one piece"},
    {typed_memory_flag::map_allocatable, "map_allocatable", "POSIX_TYPED_MEM_MAP_ALLOCATABLE", mark{}, "POSIX.1-2001",
     "mmap maps without allocating, as addresses of the object"},
};

}  // namespace mmapkit
