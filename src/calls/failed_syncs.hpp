// The system tells of a failed write-back once for each open file description. What one mapping was told is kept here,
// for all others of the file: in this process, and in children of fork(), which share its descriptions.
#pragma once

#include <cstdint>

#include <mmapkit/detail/file_identity.hpp>

namespace mmapkit::calls {

// How many syncs have failed: a mapping keeps the number from before it was made. It wraps around.
std::uint32_t failed_syncs() noexcept;

// The file that the stores of a mapping reach, and the number of failures from before the mapping was made. Without an
// identity where stores reach no file.
struct synced_file {
  detail::file_identity identity = {};
  std::uint32_t since = 0;

  explicit operator bool() const noexcept { return identity != detail::file_identity{}; }
};

// The error code of a sync of the file that has failed since then, or 0. Only the last failures are kept: where one
// that is no longer kept may have been of this file, EIO.
int find_failed_sync(const synced_file& file) noexcept;

void record_failed_sync(const synced_file& file, int code) noexcept;

}  // namespace mmapkit::calls
