// Access to the private members of allocation.
#pragma once

#include <mmapkit/allocation.hpp>

#include "checks/failure.hpp"

namespace mmapkit {

struct allocation_access {
  static allocation make(std::byte* base, std::size_t length, std::byte* data, std::size_t size, std::size_t page_size,
                         bool in_children) noexcept;

  static allocation allocate(std::size_t bytes, const allocate_options& options, failure& why) noexcept;

  // Afterwards the caller has to unmap the memory.
  static std::byte* release(allocation&& memory) noexcept;

  static failure find_state(const allocation& of, allocation_state& found) noexcept;
};

}  // namespace mmapkit
