// What of durability the family has in its own way.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../posix/errors.hpp"
#include "../posix/os.hpp"
#include "../posix/system.hpp"

namespace mmapkit::backend {

void posix::start_writing(void* base, std::size_t length, native_handle /*file*/, std::uint64_t /*offset*/,
                          std::error_code& error) noexcept {
  if (os::msync(base, length, MS_ASYNC) != 0) error = last_error();
}

// fsync of macOS ends at the drive's cache (fsync(2)). A file system without F_FULLFSYNC has no more to offer; that it
// failed is another thing.
void sync_file(native_handle file, durability level, std::error_code& error) noexcept {
#ifdef F_FULLFSYNC
  if (level == durability::all) {
    if (uninterrupted([&] { return os::fcntl(file, F_FULLFSYNC); }) == 0) return;
    if (errno != ENOTSUP && errno != EINVAL && errno != ENOTTY) {
      error = last_error();
      return;
    }
  }
#endif
  static_cast<void>(level);
  if (uninterrupted([&] { return os::fsync(file); }) != 0) error = last_error();
}

bool write_file(native_handle, std::uint64_t, std::span<const std::byte>, bool, std::error_code&) noexcept {
  return false;
}

}  // namespace mmapkit::backend
