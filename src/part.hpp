// A part of a mapping, as offsets name it.
#pragma once

#include "core.hpp"

namespace mmapkit {

inline failure not_mapped(operation what) noexcept {
  return refuse(what, std::errc::invalid_argument, "the mapping holds no memory");
}

struct part {
  std::byte* addr;
  std::size_t length;
};

// Calls act(part) if the range lies within the mapping.
template <class Act>
failure on_part(operation what, const mapped& memory, std::size_t offset, std::size_t length, Act act) noexcept {
  if (memory.addr == nullptr) return not_mapped(what);
  if (offset > memory.size || length > memory.size - offset)
    return refuse(what, std::errc::invalid_argument, "{m} bytes at offset {n} do not lie within the mapping", length,
                  offset);
  return act(part{static_cast<std::byte*>(memory.addr) + offset, length});
}

}  // namespace mmapkit
