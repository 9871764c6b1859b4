// Why memory of a file could not be accessed.
#include <sys/statvfs.h>

#include "../posix/os.hpp"
#include "../posix/system.hpp"

namespace mmapkit::backend {

// No call asks for one byte: what the disk has as a whole must do.
bool posix::lacks_room(int file, std::uint64_t /*offset*/) noexcept {
  struct statvfs disk {};
  return os::fstatvfs(file, &disk) == 0 && disk.f_bfree == 0;
}

}  // namespace mmapkit::backend
