#include <sys/ioctl.h>
#include <sys/stat.h>

#include "backend/posix/os.hpp"
#include "backend/posix/per_system.hpp"

namespace mmapkit::backend::posix {

namespace {

// Of <sys/disk.h>, which cross compilers do not carry.
constexpr unsigned long get_block_size = _IOR('d', 24, std::uint32_t);   // DKIOCGETBLOCKSIZE
constexpr unsigned long get_block_count = _IOR('d', 25, std::uint64_t);  // DKIOCGETBLOCKCOUNT

}  // namespace

// A disk is a block device and a character device.
std::optional<std::uint64_t> device_size(int file, mode_t mode) noexcept {
  std::uint64_t blocks = 0;
  std::uint32_t block = 0;
  if (!S_ISBLK(mode) && !S_ISCHR(mode)) return {};
  if (os::ioctl(file, get_block_count, &blocks) != 0 || os::ioctl(file, get_block_size, &block) != 0) return {};
  return blocks * block;
}

}  // namespace mmapkit::backend::posix
