/// \file
/// What is known of typed memory.
#pragma once

#include <cstddef>
#include <cstdint>

#include <mmapkit/flags/native_handle.hpp>

namespace mmapkit {

/// What posix_typed_mem_get_info tells.
struct typed_memory_info {
  std::size_t length = 0;  ///< the most that can be allocated now, bytes
};

/// What posix_mem_offset tells.
struct memory_offset {
  std::uint64_t offset = 0;        ///< in the memory object, bytes
  std::size_t length = 0;          ///< bytes from there in one piece
  native_handle file = no_handle;  ///< the memory object
};

}  // namespace mmapkit
