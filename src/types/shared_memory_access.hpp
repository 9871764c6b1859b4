// Shared memory for other types: each step returns its failure, with its reason.
#pragma once

#include <mmapkit/shared_memory.hpp>

#include "checks/failure.hpp"

namespace mmapkit {

struct shared_memory_access {
  static shared_memory create(std::string_view name, std::size_t size, unsigned mode, failure& why) noexcept;
  static shared_memory open(std::string_view name, protection_flag protection, failure& why) noexcept;
  static shared_memory open_or_create(std::string_view name, std::size_t size, unsigned mode, failure& why) noexcept;
  static shared_memory anonymous(std::size_t size, failure& why) noexcept;

  // Maps all of the object and takes the handle over; on failure the handle stays the caller's.
  static shared_memory map(native_handle handle, protection_flag protection, failure& why) noexcept;

  // F_SEAL_WRITE needs a file without writable shared mappings: the view becomes a private, read-only one of the same
  // pages.
  static failure seal(shared_memory& memory, seal_flag seals) noexcept;

  static failure keep_name(shared_memory& memory) noexcept;

  // Takes the name away if it is this object's.
  static failure unmap(shared_memory& memory) noexcept;

 private:
  // As map, but on failure closes the handle, and unlinks the name of a new object.
  static shared_memory map_or_close(native_handle handle, protection_flag protection, std::string_view name,
                                    bool is_new, failure& why) noexcept;
  // Replaces the view by another one at the same address.
  static bool remap_view(shared_memory& memory, protection_flag protection, mmap_flag sharing, failure& why) noexcept;
};

}  // namespace mmapkit
