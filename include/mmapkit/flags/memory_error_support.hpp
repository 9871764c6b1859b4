/// \file
/// What the system does about memory errors: GetMemoryErrorHandlingCapabilities.
#pragma once

#include <cstdint>

namespace mmapkit {

/// What register_bad_memory_notification calls when broken memory was found.
using bad_memory_callback = void (*)();

/// What the machine does about broken memory.
struct memory_error_support {
  bool patrol_scrubber = false;  ///< the hardware searches all of it for errors
  std::uint32_t native = 0;      ///< all bits, those without a name here too
};

}  // namespace mmapkit
