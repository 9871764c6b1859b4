#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "../bsd/os.hpp"
#include "../posix/errors.hpp"
#include "../posix/system.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(fstatfs)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

namespace {

// An errno value, or 0. These commands say ENOTSUP where a file system cannot: elsewhere the other name of EOPNOTSUPP.
int failure_of(int result) noexcept {
  if (result != -1) return 0;
  return errno == ENOTSUP ? EOPNOTSUPP : errno;
}

// Both offsets are multiples of the file system's block.
int take_blocks(int file, std::uint64_t from, std::uint64_t to) noexcept {
  fpunchhole_t hole{};
  hole.fp_offset = static_cast<off_t>(from);
  hole.fp_length = static_cast<off_t>(to - from);
  return failure_of(os::fcntl(file, F_PUNCHHOLE, &hole));
}

int write_zeros(int file, std::uint64_t from, std::uint64_t to) noexcept {
  static constexpr std::array<char, 16384> zeros{};
  while (from < to) {
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(to - from, zeros.size()));
    const auto written = os::pwrite(file, zeros.data(), length, static_cast<off_t>(from));
    if (written < 0 && errno != EINTR) return errno;
    if (written > 0) from += static_cast<std::uint64_t>(written);
  }
  return 0;
}

// Whole blocks become holes and what is left of the range zeros; nothing beyond the end of the file is touched.
int punch_hole(int file, std::uint64_t from, std::uint64_t to) noexcept {
  struct statfs disk;  // NOLINT(cppcoreguidelines-pro-type-member-init): fstatfs fills it
  if (os::fstatfs(file, &disk) != 0) return errno;
  const std::uint64_t block = disk.f_bsize;
  const auto first = (from + block - 1) / block * block;
  const auto last = to / block * block;
  if (first >= last) return write_zeros(file, from, to);
  int failed = take_blocks(file, first, last);
  if (failed == 0) failed = write_zeros(file, from, first);
  if (failed == 0) failed = write_zeros(file, last, to);
  return failed;
}

// Whether all of a range within the file has blocks, as far as the file system knows. The offset of the descriptor
// stays where it was.
bool has_blocks(int file, std::uint64_t from, std::uint64_t to) noexcept {
  const auto before = os::lseek(file, 0, SEEK_CUR);
  const auto hole = os::lseek(file, static_cast<off_t>(from), SEEK_HOLE);
  os::lseek(file, before, SEEK_SET);
  return hole >= 0 && static_cast<std::uint64_t>(hole) >= to;
}

}  // namespace

namespace posix {

void finish_open(int file, open_flag flags, std::error_code& error) noexcept {
  if (has(flags, open_flag::direct) && os::fcntl(file, F_NOCACHE, 1) < 0) error = last_error();
}

// F_PREALLOCATE gives blocks beyond the end and leaves the length alone (fcntl(2)): contiguous where it can, else not.
int allocate(int file, std::uint64_t from, std::uint64_t to) noexcept {
  fstore_t store{};
  store.fst_flags = F_ALLOCATECONTIG | F_ALLOCATEALL;
  store.fst_posmode = F_PEOFPOSMODE;
  store.fst_length = static_cast<off_t>(to - from);
  if (os::fcntl(file, F_PREALLOCATE, &store) < 0) {
    store.fst_flags = F_ALLOCATEALL;
    if (const int failed = failure_of(os::fcntl(file, F_PREALLOCATE, &store)); failed != 0) return failed;
  }
  std::error_code error;
  if (examine(file, error).size >= to) return 0;  // or setting the length would cut what another program has appended
  return failure_of(os::ftruncate(file, static_cast<off_t>(to)));
}

}  // namespace posix

std::optional<std::uint32_t> native_value(space_flag flag) noexcept {
  switch (flag) {
    case space_flag::allocate: return F_PREALLOCATE;
    case space_flag::punch_hole: return F_PUNCHHOLE;
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

// F_PREALLOCATE knows the end of a file alone. A hole within it could only be filled by writing, in a race with whoever
// else writes there: that is refused.
void fallocate(native_handle file, space_flag flags, std::uint64_t offset, std::uint64_t length,
               std::error_code& error) noexcept {
  const auto size = examine(file, error).size;
  if (error) return;
  const auto end = offset + length;
  const auto inside = std::min(end, size);
  if (has(flags, space_flag::punch_hole)) {
    const int failed = offset < inside ? punch_hole(file, offset, inside) : 0;
    if (failed != 0) error = {failed, std::system_category()};
  } else if (offset < inside && !has_blocks(file, offset, inside)) {
    error = refusal(std::errc::operation_not_supported);
  } else if (end > size) {
    grow(file, size, end, file_growth::allocated, error);
  }
}

}  // namespace mmapkit::backend
