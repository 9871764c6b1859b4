// What the handlers of faults have in common: whose a fault is, and what is written down of it.
#pragma once

#include <cstddef>

#include <mmapkit/mapping.hpp>

namespace mmapkit {

inline bool contains(const std::byte* first, std::size_t length, const std::byte* at) noexcept {
  return at >= first && static_cast<std::size_t>(at - first) < length;
}

// The lowest offset stays, and why it could not be accessed.
inline void record_fault(detail::fault_record& faults, std::size_t offset, fault_kind kind) noexcept {
  auto lowest = faults.offset.load();
  while (offset < lowest)
    if (faults.offset.compare_exchange_weak(lowest, offset)) {
      faults.kind = kind;
      return;
    }
}

}  // namespace mmapkit
