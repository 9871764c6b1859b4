// The inside of mapping: for the library alone.
#pragma once

#include <mmapkit/mapping.hpp>

namespace mmapkit {

struct mapping_access {
  static const mapped& memory(const mapping& of) noexcept { return of.memory_; }
  static detail::fault_record& faults(const mapping& of) noexcept { return of.faults_; }
};

}  // namespace mmapkit
