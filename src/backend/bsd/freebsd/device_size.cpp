#include <sys/types.h>

#include <sys/disk.h>
#include <sys/stat.h>

#include "backend/posix/os.hpp"
#include "backend/posix/per_system.hpp"

namespace mmapkit::backend::posix {

// Disks are character devices (GEOM).
std::optional<std::uint64_t> device_size(int file, mode_t mode) noexcept {
  off_t size = 0;
  if (!S_ISCHR(mode) || os::ioctl(file, DIOCGMEDIASIZE, &size) != 0) return {};
  return static_cast<std::uint64_t>(size);
}

}  // namespace mmapkit::backend::posix
