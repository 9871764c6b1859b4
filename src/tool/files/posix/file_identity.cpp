#include "files/file_identity.hpp"

#include <sys/stat.h>

namespace mmapkit::tool {

std::optional<file_identity> identity_of(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return file_identity{static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino)};
}

}  // namespace mmapkit::tool
