/// \file
/// A region of the address space, and runs of pages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <mmapkit/flags/page_category.hpp>

namespace mmapkit {

enum class protection_flag : std::uint64_t;

/// A stretch of memory that the system treats alike. One mmap may be several, several may have become one.
struct region {
  std::byte* addr = nullptr;     ///< the first byte
  std::size_t size = 0;          ///< bytes
  protection_flag protection{};  ///< what the memory may be used for
  bool shared = false;           ///< whether stores are seen by other mappings
  std::uint64_t offset = 0;      ///< of addr in the file, bytes
  std::string name;              ///< the file's path, the system's own name such as "[stack]", or empty
  std::size_t page_size = 0;     ///< bytes; larger for huge pages; 0 where the system does not tell (Linux before 6.11)
};

/// What the kernel has counted for the memory around an address, bytes.
struct region_usage {
  std::size_t resident = 0;      ///< in memory
  std::size_t proportional = 0;  ///< in memory, shared pages divided among those who map them
  std::size_t dirty = 0;         ///< changed
  std::size_t anonymous = 0;     ///< not, or no longer, a file's
  std::size_t huge = 0;          ///< in transparent huge pages
  std::size_t swapped = 0;       ///< swapped out
  std::size_t locked = 0;        ///< locked in memory
  std::string kernel_flags;      ///< VmFlags: "rd wr mr mw me ac"
};

/// Pages side by side that are of the same categories.
struct page_run {
  std::byte* addr = nullptr;   ///< the first byte
  std::size_t size = 0;        ///< bytes
  page_category categories{};  ///< of those that were asked for
};

}  // namespace mmapkit
