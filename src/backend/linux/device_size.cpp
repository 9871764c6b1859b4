#include <linux/fs.h>
#include <sys/stat.h>

#include "backend/posix/per_system.hpp"
#include "os.hpp"

namespace mmapkit::backend::posix {

std::optional<std::uint64_t> device_size(int file, mode_t mode) noexcept {
  std::uint64_t size = 0;
  if (!S_ISBLK(mode) || os::ioctl(file, BLKGETSIZE64, &size) != 0) return {};
  return size;
}

}  // namespace mmapkit::backend::posix
