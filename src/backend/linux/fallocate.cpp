#include <sys/vfs.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include <mmapkit/flags/fallocate_mode.hpp>

#include "backend/files.hpp"
#include "backend/flag_bits.hpp"
#include "backend/native_value.hpp"
#include "backend/posix/per_system.hpp"
#include "backend/system.hpp"
#include "kernel.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(fallocate_mode flag) noexcept {
  switch (flag) {
    case fallocate_mode::allocate: return 0;
    case fallocate_mode::keep_size: return FALLOC_FL_KEEP_SIZE;
    case fallocate_mode::punch_hole: return FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
    case fallocate_mode::collapse_range: return FALLOC_FL_COLLAPSE_RANGE;
    case fallocate_mode::zero_range: return FALLOC_FL_ZERO_RANGE;
    case fallocate_mode::insert_range: return FALLOC_FL_INSERT_RANGE;
    case fallocate_mode::unshare_range: return FALLOC_FL_UNSHARE_RANGE;
    case fallocate_mode::write_zeroes: return FALLOC_FL_WRITE_ZEROES;
  }
  return std::nullopt;
}

// What a file system supports differs from file to file: the call itself says so.
bool available(fallocate_mode flag) noexcept {
  return flag != fallocate_mode::write_zeroes || kernel_is_at_least(6, 17);
}

namespace {

// Returns an errno value, or 0.
int fallocate_once(int file, int mode, std::uint64_t from, std::uint64_t to) noexcept {
  return os::fallocate(file, mode, static_cast<off_t>(from), static_cast<off_t>(to - from)) == 0 ? 0 : errno;
}

int fallocate_whole(int file, int mode, std::uint64_t from, std::uint64_t to) noexcept {
  int failed = 0;
  do failed = fallocate_once(file, mode, from, to);
  while (failed == EINTR);
  return failed;
}

// A signal interrupts fallocate on tmpfs of older kernels, which then gives back all that it had allocated: each piece
// is kept, and becomes smaller until it is faster than the next signal.
int allocate_in_pieces(int file, std::uint64_t from, std::uint64_t to) noexcept {
  for (auto piece = to - from; from < to;) {
    piece = std::min(piece, to - from);
    const int failed = fallocate_once(file, FALLOC_FL_KEEP_SIZE, from, from + piece);
    if (failed == 0)
      from += piece;
    else if (failed == EINTR)
      piece = std::max<std::uint64_t>(piece / 2, page_size());
    else
      return failed;
  }
  return 0;
}

// Where it is interrupted the blocks come first, piece by piece, and then the length.
int allocate_range(int file, int mode, std::uint64_t from, std::uint64_t to) noexcept {
  int failed = fallocate_once(file, mode, from, to);
  if (failed != EINTR) return failed;
  failed = allocate_in_pieces(file, from, to);
  return failed != 0 || mode != 0 ? failed : fallocate_whole(file, mode, to - 1, to);
}

}  // namespace

void fallocate(native_handle file, fallocate_mode flags, std::uint64_t offset, std::uint64_t length,
               std::error_code& error) noexcept {
  const int mode = static_cast<int>(native_set(flags));
  const bool allocates = (mode & ~FALLOC_FL_KEEP_SIZE) == 0;
  const int failed = allocates ? allocate_range(file, mode, offset, offset + length)
                               : fallocate_whole(file, mode, offset, offset + length);
  if (failed != 0) error = {failed, std::system_category()};
}

namespace posix {

int reserve(int file, std::uint64_t from, std::uint64_t to) noexcept { return allocate_in_pieces(file, from, to); }

// The memory of memfd_secret has a length, but no blocks that could be allocated.
bool is_secret(int file) noexcept {
  constexpr long secret_memory = 0x5345434d;  // SECRETMEM_MAGIC of <linux/magic.h>
  struct statfs system {};
  return os::fstatfs(file, &system) == 0 && static_cast<long>(system.f_type) == secret_memory;
}

// Not posix_fallocate: where the file system does not support it, glibc writes a byte to each block, and leaves them
// there when the disk is full.
int allocate(int file, std::uint64_t from, std::uint64_t to) noexcept {
  const int failed = allocate_range(file, 0, from, to);
  if (failed == 0 || !is_secret(file)) return failed;
  return os::ftruncate(file, static_cast<off_t>(to)) == 0 ? 0 : errno;
}

}  // namespace posix

}  // namespace mmapkit::backend
