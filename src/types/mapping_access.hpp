// Access to the private members of mapping.
#pragma once

#include <mmapkit/mapping.hpp>

#include "checks/failure.hpp"

namespace mmapkit {

struct mapping_access {
  static const mapped& memory(const mapping& of) noexcept { return of.memory_; }

  // After a failed munmap the mapping still owns the memory. A failed close is not tried again: the descriptor is gone.
  static failure unmap(mapping& of) noexcept;
};

}  // namespace mmapkit
