#include <fcntl.h>

#include <optional>

#include <mmapkit/flags/open_flag.hpp>

#include "backend/native_value.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(open_flag flag) noexcept {
  switch (flag) {
    case open_flag::read: return O_RDONLY;
    case open_flag::write: return O_RDWR;
    case open_flag::create: return O_CREAT;
    case open_flag::ensure_create: return O_CREAT | O_EXCL;
    case open_flag::truncate: return O_TRUNC;
    case open_flag::direct: return O_DIRECT;
    case open_flag::file_sync: return O_SYNC;
    case open_flag::data_sync: return O_DSYNC;
    case open_flag::dont_claim_tty: return O_NOCTTY;
    case open_flag::non_block: return O_NONBLOCK;
    case open_flag::no_follow: return O_NOFOLLOW;
    case open_flag::async: return O_ASYNC;
    case open_flag::directory: return O_DIRECTORY;
    case open_flag::large_file: return 0;  // off_t has 64 bits, and open(2) says so itself
    case open_flag::no_atime: return O_NOATIME;
  }
  return std::nullopt;
}

bool available(open_flag /*flag*/) noexcept { return true; }

}  // namespace mmapkit::backend
