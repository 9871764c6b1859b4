/// \file
/// Where memory may lie: MEM_ADDRESS_REQUIREMENTS.
#pragma once

#include <cstddef>

namespace mmapkit {

/// Where virtual_alloc may find room when it is given no address. A member that is zero sets no limit.
///
/// \sa MEM_ADDRESS_REQUIREMENTS
struct address_limits {
  void* lowest = nullptr;     ///< a multiple of allocation_granularity()
  void* highest = nullptr;    ///< the last address, one less than a multiple of it
  std::size_t alignment = 0;  ///< bytes, a power of two of at least allocation_granularity()
};

}  // namespace mmapkit
