// Opening, the space of files, and their pages in the cache.
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <limits>

#include "../bits.hpp"
#include "../posix/system.hpp"
#include "kernel.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

namespace posix {

// O_ASYNC given to open(2) is remembered but arms nothing (open(2), BUGS): fcntl does.
void finish_open(int file, open_flag flags, std::error_code& error) noexcept {
  if (!has(flags, open_flag::async)) return;
  const int now = os::fcntl(file, F_GETFL);
  if (now < 0 || os::fcntl(file, F_SETFL, now & ~O_ASYNC) != 0 || os::fcntl(file, F_SETFL, now | O_ASYNC) != 0)
    error = last_error();
}

// The memory of memfd_secret has no blocks to be given, only a length.
bool is_secret(int file) noexcept {
  constexpr long secret_memory = 0x5345434d;  // SECRETMEM_MAGIC of <linux/magic.h>
  struct statfs system {};
  return os::fstatfs(file, &system) == 0 && static_cast<long>(system.f_type) == secret_memory;
}

// Not posix_fallocate: where the file system has no such call, glibc's stores a byte in each block, and leaves them
// there when the disk is full.
int allocate(int file, std::uint64_t from, std::uint64_t to) noexcept {
  int failed = 0;
  do failed = os::fallocate(file, 0, static_cast<off_t>(from), static_cast<off_t>(to - from)) == 0 ? 0 : errno;
  while (failed == EINTR);
  if (failed == 0 || !is_secret(file)) return failed;
  return os::ftruncate(file, static_cast<off_t>(to)) == 0 ? 0 : errno;
}

}  // namespace posix

std::optional<std::uint32_t> native_value(file_advice what) noexcept {
  switch (what) {
    case file_advice::normal: return POSIX_FADV_NORMAL;
    case file_advice::random: return POSIX_FADV_RANDOM;
    case file_advice::sequential: return POSIX_FADV_SEQUENTIAL;
    case file_advice::will_need: return POSIX_FADV_WILLNEED;
    case file_advice::dont_need: return POSIX_FADV_DONTNEED;
    case file_advice::no_reuse: return POSIX_FADV_NOREUSE;
  }
  return std::nullopt;
}

// Before 6.3 the kernel took POSIX_FADV_NOREUSE and did nothing.
bool available(file_advice what) noexcept { return what != file_advice::no_reuse || kernel_is_at_least(6, 3); }

void posix_fadvise(native_handle file, std::uint64_t offset, std::uint64_t length, file_advice what,
                   std::error_code& error) noexcept {
  const int failed = os::posix_fadvise(file, static_cast<off_t>(offset), static_cast<off_t>(length),
                                       static_cast<int>(*native_value(what)));
  if (failed != 0) error = {failed, std::system_category()};
}

// The kernel takes length 0 as posix_fadvise does, and looks no further than the end of the file.
void read_ahead(native_handle file, std::uint64_t offset, std::uint64_t length, std::error_code& error) noexcept {
  const auto most = std::min<std::uint64_t>(length, std::numeric_limits<ssize_t>::max());
  if (os::readahead(file, static_cast<off_t>(offset), static_cast<std::size_t>(most)) != 0) error = last_error();
}

std::optional<std::uint32_t> native_value(space_flag flag) noexcept {
  switch (flag) {
    case space_flag::allocate: return 0;
    case space_flag::keep_size: return FALLOC_FL_KEEP_SIZE;
    case space_flag::punch_hole: return FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
    case space_flag::collapse_range: return FALLOC_FL_COLLAPSE_RANGE;
    case space_flag::zero_range: return FALLOC_FL_ZERO_RANGE;
    case space_flag::insert_range: return FALLOC_FL_INSERT_RANGE;
    case space_flag::unshare_range: return FALLOC_FL_UNSHARE_RANGE;
    case space_flag::write_zeroes: return FALLOC_FL_WRITE_ZEROES;
  }
  return std::nullopt;
}

// What a file system can do differs from file to file: the call itself tells.
bool available(space_flag flag) noexcept { return flag != space_flag::write_zeroes || kernel_is_at_least(6, 17); }

void fallocate(native_handle file, space_flag flags, std::uint64_t offset, std::uint64_t length,
               std::error_code& error) noexcept {
  int result = 0;
  do
    result = os::fallocate(file, static_cast<int>(native_set(flags)), static_cast<off_t>(offset),
                           static_cast<off_t>(length));
  while (result != 0 && errno == EINTR);
  if (result != 0) error = last_error();
}

// A block that is there, or given now, changes nothing that anybody reads. A store may need more than its block: a file
// system with large folios takes the blocks of all of one.
bool posix::lacks_room(int file, std::uint64_t offset) noexcept {
  std::error_code error;
  backend::fallocate(file, space_flag::keep_size, offset, 1, error);
  if (error == std::errc::no_space_on_device || (error && error.value() == EDQUOT)) return true;
  constexpr std::uint64_t largest_folio = std::uint64_t{2} << 20;
  struct statvfs disk {};
  // Without a number of blocks it has no limit.
  return os::fstatvfs(file, &disk) == 0 && disk.f_blocks != 0 &&
         disk.f_frsize * std::uint64_t{disk.f_bavail} < largest_folio;
}

std::optional<std::uint32_t> native_value(range_sync_flag flag) noexcept {
  switch (flag) {
    case range_sync_flag::wait_before: return SYNC_FILE_RANGE_WAIT_BEFORE;
    case range_sync_flag::write: return SYNC_FILE_RANGE_WRITE;
    case range_sync_flag::wait_after: return SYNC_FILE_RANGE_WAIT_AFTER;
  }
  return std::nullopt;
}

bool available(range_sync_flag /*flag*/) noexcept { return true; }

void sync_file_range(native_handle file, std::uint64_t offset, std::uint64_t length, range_sync_flag flags,
                     std::error_code& error) noexcept {
  if (os::sync_file_range(file, static_cast<off_t>(offset), static_cast<off_t>(length), native_set(flags)) != 0)
    error = last_error();
}

cache_state cachestat(native_handle file, std::uint64_t offset, std::uint64_t length, std::error_code& error) noexcept {
  const cachestat_range range{.offset = offset, .length = length};
  cachestat_counts counts{};
  if (call_kernel(error, SYS_cachestat, file, &range, &counts, 0) == -1) return {};
  return {.cached = counts.cached,
          .dirty = counts.dirty,
          .writeback = counts.writeback,
          .evicted = counts.evicted,
          .recently_evicted = counts.recently_evicted};
}

}  // namespace mmapkit::backend
