// FreeBSD, DragonFly, NetBSD and OpenBSD. Where one of them lacks a value its header does not define it.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../bits.hpp"
#include "errors.hpp"
#include "system.hpp"

namespace mmapkit::backend {

mark system() noexcept { return mark::bsd; }

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
#ifdef O_DIRECT
    case open_flag::direct:
      return O_DIRECT;
#else
    case open_flag::direct:
      return std::nullopt;
#endif
    case open_flag::file_sync:
      return O_SYNC;
#ifdef O_DSYNC
    case open_flag::data_sync:
      return O_DSYNC;
#else
    case open_flag::data_sync:
      return O_SYNC;
#endif
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
      return MAP_ANON;
    case mmap_flag::fixed:
      return MAP_FIXED;
#ifdef MAP_EXCL
    case mmap_flag::no_replace:
      return MAP_FIXED | MAP_EXCL;
#else
    case mmap_flag::no_replace:
      return 0;  // a hint; map compares the address
#endif
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

bool available(open_flag flag) noexcept { return native_value(flag).has_value(); }

bool available(mmap_flag /*flag*/) noexcept { return true; }

void report_hidden_failure(void* /*base*/, std::size_t /*length*/, mmap_flag /*flags*/,
                           std::error_code& /*error*/) noexcept {}

namespace posix {

void finish_open(int /*file*/, open_flag /*flags*/, std::error_code& /*error*/) noexcept {}

// OpenBSD has no posix_fallocate: there the caller writes zeros.
int allocate(int file, std::uint64_t from, std::uint64_t to) noexcept {
#ifdef __OpenBSD__
  static_cast<void>(file), static_cast<void>(from), static_cast<void>(to);
  return EOPNOTSUPP;
#else
  int failed = 0;
  do failed = ::posix_fallocate(file, static_cast<off_t>(from), static_cast<off_t>(to - from));
  while (failed == EINTR);
  return failed == EINVAL ? EOPNOTSUPP : failed;  // ZFS on FreeBSD has none either, and says EINVAL
#endif
}

int map_flags(const map_request& request) noexcept { return static_cast<int>(native_set(request.flags)); }

bool older_map_flags(const map_request& /*request*/, int /*error*/, int& /*flags*/) noexcept { return false; }

}  // namespace posix

}  // namespace mmapkit::backend
