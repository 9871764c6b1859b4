/// \file
/// Why memory of a file could not be accessed.
#pragma once

#include <cstdint>

namespace mmapkit {

/// Why memory of a file could not be accessed.
enum class fault_kind : std::uint8_t {
  none,          ///< the error is of another kind
  truncated,     ///< the file is shorter now
  no_space,      ///< a store to a hole on a full disk, or no huge page is left
  input_output,  ///< the device failed
  hardware,      ///< the memory is defective
  unknown,
};

}  // namespace mmapkit
