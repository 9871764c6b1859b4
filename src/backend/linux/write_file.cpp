#include <fcntl.h>
#include <sys/resource.h>
#include <sys/uio.h>

#include <cerrno>
#include <climits>
#include <optional>
#include <span>

#include <mmapkit/flags/durability.hpp>

#include "backend/files.hpp"
#include "backend/posix/errors.hpp"
#include "backend/system.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

namespace {

// Whether a write has the effect of a store. O_DIRECT bypasses the page cache that is mapped; with O_APPEND the kernel
// writes at the end whatever the offset (pwrite(2), BUGS); beyond RLIMIT_FSIZE, where a store is allowed, a write
// raises SIGXFSZ.
bool writes_as_stores(int file, std::uint64_t end) noexcept {
  const int flags = os::fcntl(file, F_GETFL);
  if (flags == -1 || (flags & (O_DIRECT | O_APPEND)) != 0 || (flags & O_ACCMODE) != O_RDWR) return false;
  struct rlimit limit {};
  return os::getrlimit(RLIMIT_FSIZE, &limit) == 0 && (limit.rlim_cur == RLIM_INFINITY || end <= limit.rlim_cur);
}

// By its number: musl does not have pwritev2. The offset is passed in two halves; the upper one is used on 32-bit
// systems alone.
long write_by_flags(int file, const iovec& part, std::uint64_t offset, int flags) noexcept {
  constexpr unsigned half = sizeof(long) * CHAR_BIT / 2;
  const auto low = static_cast<unsigned long>(offset);
  const auto high = static_cast<unsigned long>(offset >> half >> half);
  return os::syscall(SYS_pwritev2, file, &part, 1UL, low, high, flags);
}

bool lacks_way(int code) noexcept { return code == EOPNOTSUPP || code == ENOSYS || code == EINVAL; }

// Errors after which a store may still succeed, such as a file in memory that is sealed with F_SEAL_FUTURE_WRITE.
bool is_not_for_writing(int code) noexcept { return lacks_way(code) || code == EPERM || code == EFBIG; }

// Writes a part of the file. False, with `begun` as it was, where a store may still succeed. `flags` are those of
// pwritev2, or nothing for pwrite, which takes the place of a call that is not there.
bool write_part(int file, std::uint64_t offset, std::span<const std::byte> bytes, std::optional<int>& flags,
                bool& begun, std::error_code& error) noexcept {
  while (!bytes.empty()) {
    iovec part{const_cast<std::byte*>(bytes.data()), bytes.size()};
    const auto written = flags ? write_by_flags(file, part, offset, *flags)
                               : os::pwrite(file, part.iov_base, part.iov_len, static_cast<off_t>(offset));
    if (written > 0) {
      begun = true;
      bytes = bytes.subspan(static_cast<std::size_t>(written));
      offset += static_cast<std::uint64_t>(written);
    } else if (written == 0) {
      error = refusal(std::errc::io_error);
      return true;
    } else if (flags && lacks_way(errno)) {
      flags.reset();
    } else if (errno != EINTR) {
      if (!begun && is_not_for_writing(errno)) return false;
      error = last_error();
      return true;
    }
  }
  return true;
}

}  // namespace

// Without RWF_DSYNC (Linux 4.7) the data is synced afterwards.
bool write_file(native_handle file, std::uint64_t offset, std::span<const std::byte> bytes, bool durable,
                std::error_code& error) noexcept {
  if (!writes_as_stores(file, offset + bytes.size())) return false;
  std::optional<int> flags;
  if (durable) flags = write_data_sync;
  bool begun = false;
  if (!write_part(file, offset, bytes, flags, begun, error)) return false;
  if (durable && !flags && !error) sync_file(file, durability::data, error);
  return true;
}

// By pwritev2: the signal that pwrite may send is held by four calls. The last part ends highest.
bool write_file(native_handle file, std::span<const file_part> parts, std::error_code& error) noexcept {
  if (parts.empty()) return true;
  if (!writes_as_stores(file, parts.back().offset + parts.back().bytes.size())) return false;
  std::optional<int> flags = 0;
  bool begun = false;
  for (const auto& one : parts)
    if (!error && !write_part(file, one.offset, one.bytes, flags, begun, error)) return false;
  return true;
}

}  // namespace mmapkit::backend
