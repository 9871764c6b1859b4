// Where the system's mapping of a range starts and ends.
#pragma once

#include <algorithm>
#include <limits>

#include <mmapkit/flags/mmap_options.hpp>

#include "backend/files.hpp"
#include "backend/page_math.hpp"
#include "backend/system.hpp"
#include "checks/failure.hpp"

namespace mmapkit::calls {

// The system maps from a multiple of its allocation granularity: `lead` bytes before the first byte of the range.
struct extent {
  std::uint64_t start = 0;  // offset in the file
  std::size_t lead = 0;
  std::size_t length = 0;  // from `start`
};

// `unit` is the size of the file's huge pages, or 0. Inline, since every mmap calls it.
inline bool find_extent(const mmap_options& options, std::size_t size, std::size_t unit, extent& found,
                        failure& why) noexcept {
  const auto granularity = std::max(backend::granularity(), unit);
  found.lead = static_cast<std::size_t>(options.offset) & (granularity - 1);
  found.start = options.offset - found.lead;
  if (size > std::numeric_limits<std::size_t>::max() - found.lead - unit)
    return refuse(why, operation::mmap, std::errc::value_too_large, "{m} bytes at {n} do not fit the address space",
                  size, options.offset);
  // munmap of huge pages needs a length of whole pages.
  found.length = round_up(found.lead + size, unit);
  return true;
}

// The size of a mapping from the offset to the end of the file, or to where it shall be at least.
inline bool find_rest(const backend::file_info& info, const mmap_options& options, std::size_t& size,
                      failure& why) noexcept {
  if (!info.has_end)
    return refuse(why, operation::mmap, std::errc::invalid_argument,
                  "not a regular file: its size is not known, give one");
  if (options.minimum_size != 0 && (options.offset >= info.size || info.size - options.offset < options.minimum_size)) {
    size = options.minimum_size;
    return true;
  }
  if (options.offset > info.size)
    return refuse(why, operation::mmap, std::errc::invalid_argument,
                  "the file has {m} bytes, offset {n} is beyond its end", info.size, options.offset);
  const auto rest = info.size - options.offset;
  if (rest > std::numeric_limits<std::size_t>::max())
    return refuse(why, operation::mmap, std::errc::value_too_large,
                  "the {m} bytes from offset {n} do not fit the address space; give a size", rest, options.offset);
  size = static_cast<std::size_t>(rest);
  return true;
}

// The address of the byte at `offset`, taken back to where the system's mapping starts.
inline void* base_address(const mmap_options& options, std::size_t lead) noexcept {
  if (options.address == nullptr) return nullptr;
  return reinterpret_cast<void*>(reinterpret_cast<std::uintptr_t>(options.address) - lead);
}

}  // namespace mmapkit::calls
