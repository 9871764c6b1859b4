#include <sys/statvfs.h>

#include <mmapkit/flags/fallocate_mode.hpp>

#include "backend/files.hpp"
#include "backend/posix/per_system.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// Allocating the block of one byte changes no data. A store may need more than that block: a file system with large
// folios allocates all blocks of a folio.
bool posix::is_disk_full(int file, std::uint64_t offset) noexcept {
  std::error_code error;
  backend::fallocate(file, fallocate_mode::keep_size, offset, 1, error);
  if (error == std::errc::no_space_on_device || (error && error.value() == EDQUOT)) return true;
  constexpr std::uint64_t largest_folio = std::uint64_t{2} << 20;
  struct statvfs disk {};
  // 0 blocks: a file system without a limit.
  return os::fstatvfs(file, &disk) == 0 && disk.f_blocks != 0 &&
         disk.f_frsize * std::uint64_t{disk.f_bavail} < largest_folio;
}

}  // namespace mmapkit::backend
