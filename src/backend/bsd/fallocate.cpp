#include <cerrno>
#include <optional>

#include <mmapkit/flags/fallocate_mode.hpp>

#include "backend/files.hpp"
#include "backend/native_value.hpp"
#include "backend/posix/per_system.hpp"
#include "os.hpp"
#include "punch_hole.hpp"

namespace mmapkit::backend::os {

inline int posix_fallocate(int file, off_t offset, off_t length) noexcept {
  if (const int code = fault_injection::failure_of("posix_fallocate")) return code;
  const held_cancellation held;
  const held_file_size_signal held_signal;
  return ::posix_fallocate(file, offset, length);
}

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

namespace {

// Returns an errno value, or 0. A file system that does not support it says EINVAL (posix_fallocate(2)), as ZFS did on
// FreeBSD.
int allocate_blocks(int file, std::uint64_t offset, std::uint64_t length) noexcept {
  int failed = 0;
  do failed = os::posix_fallocate(file, static_cast<off_t>(offset), static_cast<off_t>(length));
  while (failed == EINTR);
  return failed == EINVAL ? EOPNOTSUPP : failed;
}

}  // namespace

namespace posix {

// posix_fallocate sets the length too.
int reserve(int /*file*/, std::uint64_t /*from*/, std::uint64_t /*to*/) noexcept { return EOPNOTSUPP; }

int allocate(int file, std::uint64_t from, std::uint64_t to) noexcept { return allocate_blocks(file, from, to - from); }

}  // namespace posix

std::optional<std::uint32_t> native_value(fallocate_mode flag) noexcept {
  switch (flag) {
    case fallocate_mode::allocate: return 0;
    case fallocate_mode::punch_hole: return bsd::punch_hole_number();
    case fallocate_mode::keep_size:
    case fallocate_mode::collapse_range:
    case fallocate_mode::zero_range:
    case fallocate_mode::insert_range:
    case fallocate_mode::unshare_range:
    case fallocate_mode::write_zeroes: return std::nullopt;
  }
  return std::nullopt;
}

bool available(fallocate_mode flag) noexcept { return native_value(flag).has_value(); }

void fallocate(native_handle file, fallocate_mode flags, std::uint64_t offset, std::uint64_t length,
               std::error_code& error) noexcept {
  const bool punches = has(flags, fallocate_mode::punch_hole);
  const int failed = punches ? bsd::punch_hole(file, offset, length) : allocate_blocks(file, offset, length);
  if (failed != 0) error = {failed, std::system_category()};
}

}  // namespace mmapkit::backend
