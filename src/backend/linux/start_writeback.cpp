#include <cerrno>

#include "backend/posix/errors.hpp"
#include "backend/posix/per_system.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

void posix::start_writeback(void* base, std::size_t length, native_handle file, std::uint64_t offset,
                            std::error_code& error) noexcept {
  // MS_ASYNC starts nothing (msync(2), NOTES). sync_file_range fails for what is not a regular file.
  if (file != no_handle) {
    if (os::sync_file_range(file, static_cast<off_t>(offset), static_cast<off_t>(length),
                            unsigned{SYNC_FILE_RANGE_WRITE}) == 0)
      return;
    if (errno != EBADF && errno != EINVAL && errno != ESPIPE && errno != ENOSYS) {
      error = last_error();
      return;
    }
  }
  if (os::msync(base, length, MS_ASYNC) != 0) error = last_error();
}

}  // namespace mmapkit::backend
