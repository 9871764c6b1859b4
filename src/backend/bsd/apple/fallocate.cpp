#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include <mmapkit/flags/fallocate_mode.hpp>
#include <mmapkit/flags/file_growth.hpp>

#include "backend/bsd/os.hpp"
#include "backend/files.hpp"
#include "backend/native_value.hpp"
#include "backend/page_math.hpp"
#include "backend/posix/per_system.hpp"
#include "backend/posix/write_zeros.hpp"
#include "backend/system.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(fstatfs)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

namespace {

// Returns an errno value, or 0. These commands fail with ENOTSUP, which is not EOPNOTSUPP here.
int failure_of(int result) noexcept {
  if (result != -1) return 0;
  return errno == ENOTSUP ? EOPNOTSUPP : errno;
}

// Both offsets are multiples of the block size of the file system.
int deallocate(int file, std::uint64_t from, std::uint64_t to) noexcept {
  fpunchhole_t hole{};
  hole.fp_offset = static_cast<off_t>(from);
  hole.fp_length = static_cast<off_t>(to - from);
  return failure_of(os::fcntl(file, F_PUNCHHOLE, &hole));
}

int write_zeros_to(int file, std::uint64_t from, std::uint64_t to) noexcept {
  return posix::write_zeros(file, from, to);
}

// Whole blocks become holes, and zeros are written to the rest of the range. The range is within the file.
int punch_hole(int file, std::uint64_t from, std::uint64_t to) noexcept {
  struct statfs disk;  // NOLINT(cppcoreguidelines-pro-type-member-init): fstatfs fills it
  if (os::fstatfs(file, &disk) != 0) return errno;
  const std::size_t block = disk.f_bsize;
  const auto first = round_up(from, block);
  const auto last = to / block * block;
  if (first >= last) return write_zeros_to(file, from, to);
  int failed = deallocate(file, first, last);
  if (failed == 0) failed = write_zeros_to(file, from, first);
  if (failed == 0) failed = write_zeros_to(file, last, to);
  return failed;
}

// Whether a range within the file has no hole, as far as the file system reports them. The offset of the descriptor is
// restored.
bool has_blocks(int file, std::uint64_t from, std::uint64_t to) noexcept {
  const auto before = os::lseek(file, 0, SEEK_CUR);
  const auto hole = os::lseek(file, static_cast<off_t>(from), SEEK_HOLE);
  os::lseek(file, before, SEEK_SET);
  return hole >= 0 && static_cast<std::uint64_t>(hole) >= to;
}

}  // namespace

namespace posix {

// F_PREALLOCATE allocates blocks beyond the end and does not change the length (fcntl(2)). Contiguous blocks are tried
// first. EBADF: shared memory has none.
int reserve(int file, std::uint64_t from, std::uint64_t to) noexcept {
  fstore_t store{};
  store.fst_flags = F_ALLOCATECONTIG | F_ALLOCATEALL;
  store.fst_posmode = F_PEOFPOSMODE;
  store.fst_length = static_cast<off_t>(to - from);
  if (os::fcntl(file, F_PREALLOCATE, &store) == 0) return 0;
  store.fst_flags = F_ALLOCATEALL;
  const int failed = failure_of(os::fcntl(file, F_PREALLOCATE, &store));
  return failed == EBADF ? EOPNOTSUPP : failed;
}

// There is no call that does both.
int allocate(int /*file*/, std::uint64_t /*from*/, std::uint64_t /*to*/) noexcept { return EOPNOTSUPP; }

}  // namespace posix

std::optional<std::uint32_t> native_value(fallocate_mode flag) noexcept {
  switch (flag) {
    case fallocate_mode::allocate: return F_PREALLOCATE;
    case fallocate_mode::punch_hole: return F_PUNCHHOLE;
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

// F_PREALLOCATE allocates at the end of a file alone. A hole within the file could only be filled by writing, in a race
// with other writers: it is refused.
void fallocate(native_handle file, fallocate_mode flags, std::uint64_t offset, std::uint64_t length,
               std::error_code& error) noexcept {
  const auto size = examine(file, error).size;
  if (error) return;
  const auto end = offset + length;
  const auto inside = std::min(end, size);
  if (has(flags, fallocate_mode::punch_hole)) {
    const int failed = offset < inside ? punch_hole(file, offset, inside) : 0;
    if (failed != 0) error = {failed, std::system_category()};
  } else if (offset < inside && !has_blocks(file, offset, inside)) {
    error = refusal(std::errc::operation_not_supported);
  } else if (end > size) {
    const bool has_blocks = reserve_blocks(file, size, end, file_growth::allocated, error);
    if (!error && !has_blocks) error = refusal(std::errc::operation_not_supported);
    if (!error) lengthen(file, end - 1, end, error);
  }
}

}  // namespace mmapkit::backend
