// What a file is, from fstat.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <optional>

#include "os.hpp"
#include "per_system.hpp"

namespace mmapkit::backend::posix {

inline std::optional<file_status> status_by_fstat(int file) noexcept {
  struct stat found;  // NOLINT(cppcoreguidelines-pro-type-member-init): fstat fills it, on the path of every mapping
  if (os::fstat(file, &found) != 0) return std::nullopt;
  return file_status{.mode = found.st_mode,
                     .size = static_cast<std::uint64_t>(found.st_size),
                     .block = static_cast<std::size_t>(found.st_blksize),
                     .links = static_cast<std::uint64_t>(found.st_nlink),
                     .identity = {static_cast<std::uint64_t>(found.st_dev), static_cast<std::uint64_t>(found.st_ino)}};
}

}  // namespace mmapkit::backend::posix
