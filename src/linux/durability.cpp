// Writing that is durable when it returns.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

#include <climits>

#include "../posix/system.hpp"
#include "kernel.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

void posix::start_writing(void* base, std::size_t length, native_handle file, std::uint64_t offset,
                          std::error_code& error) noexcept {
  // MS_ASYNC begins nothing (msync(2), NOTES). What is no file of a disk has no such call.
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

void sync_file(native_handle file, durability level, std::error_code& error) noexcept {
  const auto sync = [&] { return level == durability::all ? os::fsync(file) : os::fdatasync(file); };
  if (uninterrupted(sync) != 0) error = last_error();
}

namespace {

// Whether a write lands where a store would. O_DIRECT goes around the cache that the mappings are of; with O_APPEND the
// kernel writes at the end, whatever the offset (pwrite(2), BUGS); a write beyond the limit of this process, which a
// store may make, is the signal SIGXFSZ.
bool writes_as_stores(int file, std::uint64_t end) noexcept {
  const int flags = os::fcntl(file, F_GETFL);
  if (flags == -1 || (flags & (O_DIRECT | O_APPEND)) != 0 || (flags & O_ACCMODE) != O_RDWR) return false;
  struct rlimit limit {};
  return os::getrlimit(RLIMIT_FSIZE, &limit) == 0 && (limit.rlim_cur == RLIM_INFINITY || end <= limit.rlim_cur);
}

// By its number: musl has no pwritev2. The offset comes in halves, of which the upper one counts with 32 bits alone.
long write_durably(int file, const iovec& part, std::uint64_t offset) noexcept {
  constexpr unsigned half = sizeof(long) * CHAR_BIT / 2;
  const auto low = static_cast<unsigned long>(offset);
  const auto high = static_cast<unsigned long>(offset >> half >> half);
  return os::syscall(SYS_pwritev2, file, &part, 1UL, low, high, write_data_sync);
}

bool lacks_call(int code) noexcept { return code == EOPNOTSUPP || code == ENOSYS || code == EINVAL; }

// Where a store may be allowed all the same: a file in memory that is sealed against writes to come.
bool is_not_for_writing(int code) noexcept { return lacks_call(code) || code == EPERM || code == EFBIG; }

}  // namespace

// RWF_DSYNC is younger (4.7) than what one may meet: without it the file's data is synced afterwards.
bool write_file(native_handle file, std::uint64_t offset, std::span<const std::byte> bytes, bool durable,
                std::error_code& error) noexcept {
  if (!writes_as_stores(file, offset + bytes.size())) return false;
  bool by_flag = durable;
  bool begun = false;
  while (!bytes.empty()) {
    iovec part{const_cast<std::byte*>(bytes.data()), bytes.size()};
    const auto written = by_flag ? write_durably(file, part, offset)
                                 : os::pwrite(file, part.iov_base, part.iov_len, static_cast<off_t>(offset));
    if (written > 0) {
      begun = true;
      bytes = bytes.subspan(static_cast<std::size_t>(written));
      offset += static_cast<std::uint64_t>(written);
    } else if (written == 0) {
      error = refusal(std::errc::io_error);
      return true;
    } else if (by_flag && lacks_call(errno)) {
      by_flag = false;
    } else if (errno != EINTR) {
      if (!begun && is_not_for_writing(errno)) return false;
      error = last_error();
      return true;
    }
  }
  if (durable && !by_flag) sync_file(file, durability::data, error);
  return true;
}

}  // namespace mmapkit::backend
