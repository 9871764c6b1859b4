#include <sys/statvfs.h>

#include "os.hpp"
#include "per_system.hpp"

namespace mmapkit::backend {

// There is no call for one byte of a file: the free space of the file system has to do.
bool posix::is_disk_full(int file, std::uint64_t /*offset*/) noexcept {
  struct statvfs disk {};
  return os::fstatvfs(file, &disk) == 0 && disk.f_blocks != 0 && disk.f_bfree == 0;
}

}  // namespace mmapkit::backend
