/// \file
/// How much of memory or of a file is in memory.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mmapkit {

/// The pages of a range in memory, as mapping::residency counts them.
struct residency {
  std::size_t pages = 0;     ///< whole pages that the range touches
  std::size_t resident = 0;  ///< of them in memory; meaningless unless known
  bool known = true;         ///< false where Linux hides it: of files that this process may not write, of huge pages
};

/// The pages of a file in the system's cache, whoever brought them there.
struct cache_state {
  std::uint64_t cached = 0;            ///< in memory
  std::uint64_t dirty = 0;             ///< of them changed and not yet written
  std::uint64_t writeback = 0;         ///< of them being written
  std::uint64_t evicted = 0;           ///< were in memory once
  std::uint64_t recently_evicted = 0;  ///< went not long ago: reading them again would show that memory is short
};

}  // namespace mmapkit
