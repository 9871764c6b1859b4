/// \file
/// A target of indirect calls: SetProcessValidCallTargets.
#pragma once

#include <cstddef>

namespace mmapkit {

/// A place that indirect calls may, or may not, go to: CFG_CALL_TARGET_INFO.
struct call_target {
  std::size_t offset = 0;  ///< bytes from the start of the range, a multiple of 16
  bool valid = true;       ///< or else calls to it end the process
};

}  // namespace mmapkit
