// FreeBSD, DragonFly and NetBSD, which have posix_fallocate.
#include <fcntl.h>

#include <cerrno>

#include "../posix/os.hpp"
#include "../posix/system.hpp"

namespace mmapkit::backend::os {

#ifdef SPACECTL_DEALLOC
MMAPKIT_SYSTEM_CALL(fspacectl)
#endif
MMAPKIT_SYSTEM_CALL_RETURNING_ITS_ERROR(posix_fallocate)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

namespace {

// An errno value, or 0. A file system that cannot says EINVAL (posix_fallocate(2)), as ZFS did on FreeBSD.
int give_blocks(int file, std::uint64_t offset, std::uint64_t length) noexcept {
  int failed = 0;
  do failed = os::posix_fallocate(file, static_cast<off_t>(offset), static_cast<off_t>(length));
  while (failed == EINTR);
  return failed == EINVAL ? EOPNOTSUPP : failed;
}

// The same for taking them: FreeBSD 14 alone has a call for it.
int take_blocks(int file, std::uint64_t offset, std::uint64_t length) noexcept {
#ifdef SPACECTL_DEALLOC
  spacectl_range rest{.r_offset = static_cast<off_t>(offset), .r_len = static_cast<off_t>(length)};
  while (rest.r_len > 0) {
    const auto range = rest;
    if (os::fspacectl(file, SPACECTL_DEALLOC, &range, 0, &rest) != 0 && errno != EINTR) return errno;
  }
  return 0;
#else
  static_cast<void>(file), static_cast<void>(offset), static_cast<void>(length);
  return EOPNOTSUPP;
#endif
}

}  // namespace

namespace posix {

void finish_open(int /*file*/, open_flag /*flags*/, std::error_code& /*error*/) noexcept {}

int allocate(int file, std::uint64_t from, std::uint64_t to) noexcept { return give_blocks(file, from, to - from); }

}  // namespace posix

std::optional<std::uint32_t> native_value(space_flag flag) noexcept {
  switch (flag) {
    case space_flag::allocate: return 0;
#ifdef SPACECTL_DEALLOC
    case space_flag::punch_hole: return SPACECTL_DEALLOC;
#else
    case space_flag::punch_hole: return std::nullopt;
#endif
    case space_flag::keep_size:
    case space_flag::collapse_range:
    case space_flag::zero_range:
    case space_flag::insert_range:
    case space_flag::unshare_range:
    case space_flag::write_zeroes: return std::nullopt;
  }
  return std::nullopt;
}

bool available(space_flag flag) noexcept { return native_value(flag).has_value(); }

void fallocate(native_handle file, space_flag flags, std::uint64_t offset, std::uint64_t length,
               std::error_code& error) noexcept {
  const bool takes = has(flags, space_flag::punch_hole);
  const int failed = takes ? take_blocks(file, offset, length) : give_blocks(file, offset, length);
  if (failed != 0) error = {failed, std::system_category()};
}

}  // namespace mmapkit::backend
