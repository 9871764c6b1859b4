#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "../bits.hpp"
#include "errors.hpp"
#include "os.hpp"
#include "system.hpp"

namespace mmapkit::backend {

namespace {

constexpr mode_t every_one_reads_and_writes = 0666;  // less the umask, as fopen does

int access_mode(open_flag flags) noexcept {
  if (!has(flags, open_flag::write)) return O_RDONLY;
  return has(flags, open_flag::read) ? O_RDWR : O_WRONLY;
}

int open_once(const path_view::value_type* path, int native) noexcept {
  int file = -1;
  do file = os::open(path, native, every_one_reads_and_writes);
  while (file < 0 && errno == EINTR);
  return file;
}

// Where the file system has no call for it, writing zeros is what gives a file its blocks. `from` ends at what is
// written.
int write_zeros(int file, std::uint64_t& from, std::uint64_t to) noexcept {
  static constexpr std::array<char, 65536> zeros{};
  while (from < to) {
    const auto left = to - from;
    const auto length = left < zeros.size() ? static_cast<std::size_t>(left) : zeros.size();
    const auto written = os::pwrite(file, zeros.data(), length, static_cast<off_t>(from));
    if (written < 0 && errno != EINTR) return errno;
    if (written > 0) from += static_cast<std::uint64_t>(written);
  }
  return 0;
}

int set_length(int file, std::uint64_t length) noexcept {
  int result = 0;
  do result = os::ftruncate(file, static_cast<off_t>(length));
  while (result != 0 && errno == EINTR);
  return result == 0 ? 0 : errno;
}

// Whether the bytes of the range are zeros, as far as there are any.
bool is_zero(int file, std::uint64_t from, std::uint64_t to) noexcept {
  std::array<char, 4096> some;  // NOLINT(cppcoreguidelines-pro-type-member-init): pread fills it
  while (from < to) {
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(to - from, some.size()));
    const auto got = os::pread(file, some.data(), length, static_cast<off_t>(from));
    if (got <= 0) return got == 0;
    if (std::any_of(some.begin(), some.begin() + got, [](char byte) { return byte != 0; })) return false;
    from += static_cast<std::uint64_t>(got);
  }
  return true;
}

// Whether nothing was ever written from there to the end. The block that holds the file's old end has data in front of
// it. The offset of a borrowed descriptor stays where it was.
bool is_hole(int file, std::uint64_t end) noexcept {
#ifdef SEEK_DATA
  struct stat status {};
  if (os::fstat(file, &status) != 0) return false;
  const auto block = static_cast<std::uint64_t>(std::max<decltype(status.st_blksize)>(status.st_blksize, 512));
  const auto from = (end + block - 1) / block * block;
  if (!is_zero(file, end, from)) return false;
  const auto before = os::lseek(file, 0, SEEK_CUR);
  const bool hole = os::lseek(file, static_cast<off_t>(from), SEEK_DATA) < 0 && errno == ENXIO;
  os::lseek(file, before, SEEK_SET);
  return hole;
#else
  static_cast<void>(file), static_cast<void>(end);
  return false;
#endif
}

}  // namespace

std::error_code refusal(std::errc reason) noexcept { return {static_cast<int>(reason), std::system_category()}; }

// O_NONBLOCK keeps a FIFO from waiting for its other end. On a regular file it only says not to wait for a lease to be
// given back (fcntl(2), F_SETLEASE): that wait is taken after all, unless the caller asked not to.
native_handle open_file(const path_view::value_type* path, open_flag flags, protection_flag /*protection*/,
                        std::error_code& error) noexcept {
  const auto access = open_flag::read | open_flag::write;
  if (has(flags, open_flag::direct) && !native_value(open_flag::direct)) {  // OpenBSD, against the mark of the row
    error = refusal(std::errc::operation_not_supported);
    return no_handle;
  }
  const int native = access_mode(flags) | static_cast<int>(native_set(flags & ~access)) | O_CLOEXEC;
  int file = open_once(path, native | O_NONBLOCK);
  if (file < 0 && errno == EWOULDBLOCK && !has(flags, open_flag::non_block)) file = open_once(path, native);
  if (file < 0) {
    error = last_error();
    return no_handle;
  }
  posix::finish_open(file, flags, error);
  if (!error) return file;
  os::close(file);
  return no_handle;
}

// Not tried again after EINTR: Linux has closed the descriptor by then, and another thread may own the number.
void close_file(native_handle file, std::error_code& error) noexcept {
  if (os::close(file) != 0 && errno != EINTR) error = last_error();
}

file_info examine(native_handle file, std::error_code& error) noexcept {
  struct stat status;  // NOLINT(cppcoreguidelines-pro-type-member-init): fstat fills it, on the path of every mapping
  if (os::fstat(file, &status) != 0) {
    error = last_error();
    return {};
  }
  return {.size = static_cast<std::uint64_t>(status.st_size),
          .regular = S_ISREG(status.st_mode),
          .unit = posix::huge_page_unit(file, static_cast<std::size_t>(status.st_blksize))};
}

// Some kinds of file can only be shared: the memory of memfd_secret.
void probe(native_handle file, std::error_code& error) noexcept {
  void* page = os::mmap(nullptr, page_size(), PROT_READ, MAP_PRIVATE, file, 0);
  if (page == MAP_FAILED && errno == EINVAL) page = os::mmap(nullptr, page_size(), PROT_READ, MAP_SHARED, file, 0);
  if (page == MAP_FAILED)
    error = last_error();
  else
    os::munmap(page, page_size());
}

void grow(native_handle file, std::uint64_t from, std::uint64_t to, file_growth growth,
          std::error_code& error) noexcept {
  std::error_code unseen;
  std::uint64_t begin = from;
  std::uint64_t written = from;
  int failed = 0;
  if (growth == file_growth::allocated) {
    failed = posix::allocate(file, from, to);
    if (failed == EOPNOTSUPP || failed == ENOSYS) {
      const auto now = examine(file, error).size;
      if (error) return;
      begin = written = std::max(from, now);
      failed = write_zeros(file, written, to);
    }
  } else {  // setting the length would cut what another program has appended
    const auto now = examine(file, error).size;
    if (error) return;
    if (now < to) failed = set_length(file, to);
  }
  if (failed == 0) return;
  error = {failed, std::system_category()};
  // A part may have been given. Only that is taken back: what another program has appended meanwhile is data.
  const auto now = examine(file, unseen).size;
  if (now > from && is_hole(file, from))
    set_length(file, from);
  else if (now > begin && now == written)
    set_length(file, begin);
}

void shorten(native_handle file, std::uint64_t from, std::uint64_t to, std::error_code& error) noexcept {
  std::error_code failed;
  if (examine(file, failed).size != from || failed) {
    if (failed) error = failed;
  } else if (const int code = set_length(file, to)) {
    error = {code, std::system_category()};
  }
}

// Darwin reads no more than INT_MAX bytes at once: EINVAL (bsd/kern/sys_generic.c).
std::size_t read_file(native_handle file, std::uint64_t offset, std::span<std::byte> to,
                      std::error_code& error) noexcept {
  const auto length = std::min<std::size_t>(to.size(), 1U << 30);
  const auto got = uninterrupted([&] { return os::pread(file, to.data(), length, static_cast<off_t>(offset)); });
  if (got < 0) error = last_error();
  return got < 0 ? 0 : static_cast<std::size_t>(got);
}

}  // namespace mmapkit::backend
