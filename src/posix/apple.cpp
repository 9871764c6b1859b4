#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../bits.hpp"
#include "errors.hpp"
#include "system.hpp"

namespace mmapkit::backend {

mark system() noexcept { return mark::apple; }

std::size_t huge_page_size() noexcept { return 0; }

std::optional<std::uint32_t> native_value(open_flag flag) noexcept {
  switch (flag) {
    case open_flag::read:
      return O_RDONLY;
    case open_flag::write:
      return O_RDWR;
    case open_flag::create:
      return O_CREAT;
    case open_flag::ensure_create:
      return O_CREAT | O_EXCL;
    case open_flag::truncate:
      return O_TRUNC;
    case open_flag::direct:
      return 0;  // F_NOCACHE, in finish_open
    case open_flag::file_sync:
      return O_SYNC;
    case open_flag::data_sync:
      return O_DSYNC;
    case open_flag::dont_claim_tty:
      return O_NOCTTY;
    case open_flag::non_block:
      return O_NONBLOCK;
    case open_flag::no_follow:
      return O_NOFOLLOW;
    case open_flag::async:
      return O_ASYNC;
    case open_flag::directory:
      return O_DIRECTORY;
    case open_flag::large_file:
      return 0;  // off_t has 64 bits
    case open_flag::no_atime:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> native_value(mmap_flag flag) noexcept {
  switch (flag) {
    case mmap_flag::private_:
      return MAP_PRIVATE;
    case mmap_flag::shared:
      return MAP_SHARED;
    case mmap_flag::anonymous:
      return MAP_ANONYMOUS;
    case mmap_flag::fixed:
      return MAP_FIXED;
    case mmap_flag::no_replace:
      return 0;  // a hint; map compares the address
    case mmap_flag::no_reserve:
    case mmap_flag::locked:
    case mmap_flag::grows_down:
    case mmap_flag::populate:
    case mmap_flag::non_block:
    case mmap_flag::stack:
    case mmap_flag::huge_table:
    case mmap_flag::sync:
    case mmap_flag::uninitialized:
      return std::nullopt;
  }
  return std::nullopt;
}

bool available(open_flag /*flag*/) noexcept { return true; }

bool available(mmap_flag /*flag*/) noexcept { return true; }

void report_hidden_failure(void* /*base*/, std::size_t /*length*/, mmap_flag /*flags*/,
                           std::error_code& /*error*/) noexcept {}

namespace posix {

void finish_open(int file, open_flag flags, std::error_code& error) noexcept {
  if (has(flags, open_flag::direct) && ::fcntl(file, F_NOCACHE, 1) < 0) error = last_error();
}

// F_PREALLOCATE gives blocks beyond the end and leaves the length alone (fcntl(2)): contiguous where it can, else not.
int allocate(int file, std::uint64_t from, std::uint64_t to) noexcept {
  fstore_t store{};
  store.fst_flags = F_ALLOCATECONTIG | F_ALLOCATEALL;
  store.fst_posmode = F_PEOFPOSMODE;
  store.fst_length = static_cast<off_t>(to - from);
  if (::fcntl(file, F_PREALLOCATE, &store) < 0) {
    store.fst_flags = F_ALLOCATEALL;
    if (::fcntl(file, F_PREALLOCATE, &store) < 0) return errno == ENOTSUP ? EOPNOTSUPP : errno;
  }
  return ::ftruncate(file, static_cast<off_t>(to)) == 0 ? 0 : errno;
}

int map_flags(const map_request& request) noexcept { return static_cast<int>(native_set(request.flags)); }

bool older_map_flags(const map_request& /*request*/, int /*error*/, int& /*flags*/) noexcept { return false; }

}  // namespace posix

}  // namespace mmapkit::backend
