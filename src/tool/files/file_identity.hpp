// What tells one file from another, whatever its names are.
#pragma once

#include <compare>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace mmapkit::tool {

struct file_identity {
  std::uint64_t device = 0;  // the file system
  std::uint64_t number = 0;  // the file on it

  friend auto operator<=>(const file_identity&, const file_identity&) = default;
};

// Links are followed. Nothing where the system does not tell.
std::optional<file_identity> identity_of(const std::filesystem::path& path);

}  // namespace mmapkit::tool
