#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>

#include <mmapkit/flags/file_growth.hpp>

#include "backend/files.hpp"
#include "errors.hpp"
#include "os.hpp"
#include "per_system.hpp"
#include "write_zeros.hpp"

namespace mmapkit::backend {

namespace {

constexpr std::uint64_t bytes_of_block = 512;  // of st_blocks, on all systems

void set_length(int file, std::uint64_t length, std::error_code& error) noexcept {
  if (uninterrupted([&] { return os::ftruncate(file, static_cast<off_t>(length)); }) != 0) error = last_error();
}

bool lacks_call(int code) noexcept { return code == EOPNOTSUPP || code == ENOSYS; }

// Objects that have a length and cannot be written, such as shared memory of macOS.
bool cannot_be_written(int code) noexcept {
  return code == ENOTSUP || code == EINVAL || code == ESPIPE || code == ENXIO;
}

// Writes one zero byte at the new end. ftruncate would cut off what another process has appended meanwhile; this loses
// at most what another process stores to this very byte in between. On Linux a write through a descriptor with O_APPEND
// appends, whatever the offset (pwrite(2), BUGS), so zeros are written from the old end on.
void write_last_byte(int file, std::uint64_t to, std::error_code& error) noexcept {
  const auto now = examine(file, error).size;
  if (error || now >= to) return;
  const int flags = os::fcntl(file, F_GETFL);
  if (flags == -1) {
    error = last_error();
    return;
  }
  auto from = (flags & O_APPEND) != 0 ? now : to - 1;
  const int failed = posix::write_zeros(file, from, to);
  if (failed != 0 && cannot_be_written(failed))
    set_length(file, to, error);
  else if (failed != 0)
    error = {failed, std::system_category()};
}

// Whether the disk has less free space than that, counting the blocks that the file has already. Asked before
// allocating, since a call that fails may have taken all free space. Not every file system tells: no free block is no
// answer, and 0 blocks in all are a tmpfs without a limit, or an object in memory.
bool exceeds_disk(int file, std::uint64_t bytes) noexcept {
  struct statvfs disk {};
  if (os::fstatvfs(file, &disk) != 0) return false;
  if (disk.f_blocks == 0) return bytes > posix::total_memory();
  if (disk.f_bfree == 0) return false;
  const auto left = std::uint64_t{disk.f_frsize} * disk.f_bfree;
  struct stat status {};
  return bytes > left && os::fstat(file, &status) == 0 &&
         bytes - left > static_cast<std::uint64_t>(status.st_blocks) * bytes_of_block;
}

}  // namespace

bool maps_beyond_end() noexcept { return true; }

// For a sparse file only the last block is reserved, which the length needs.
bool reserve_blocks(native_handle file, std::uint64_t from, std::uint64_t to, file_growth growth,
                    std::error_code& error) noexcept {
  if (growth != file_growth::sparse && exceeds_disk(file, to - from)) {
    error = {ENOSPC, std::system_category()};
    return false;
  }
  const int failed = posix::reserve(file, growth == file_growth::sparse ? to - 1 : from, to);
  if (failed != 0 && !lacks_call(failed)) error = {failed, std::system_category()};
  return failed == 0;
}

bool lengthen(native_handle file, std::uint64_t from, std::uint64_t to, std::error_code& error) noexcept {
  const int failed = posix::allocate(file, from, to);
  if (failed != 0 && lacks_call(failed))
    write_last_byte(file, to, error);
  else if (failed != 0)
    error = {failed, std::system_category()};
  return failed == 0;
}

void shorten(native_handle file, std::uint64_t from, std::uint64_t to, std::error_code& error) noexcept {
  std::error_code failed;
  if (examine(file, failed).size == from && !failed) set_length(file, to, failed);
  if (failed) error = failed;
}

void empty_file(native_handle file, std::error_code& error) noexcept { set_length(file, 0, error); }

}  // namespace mmapkit::backend
