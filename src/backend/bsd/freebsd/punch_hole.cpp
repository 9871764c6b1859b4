#include "backend/bsd/punch_hole.hpp"

#include <fcntl.h>

#include <cerrno>

#include "backend/posix/os.hpp"

#ifdef SPACECTL_DEALLOC

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(fspacectl)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

values::number bsd::punch_hole_number() noexcept { return SPACECTL_DEALLOC; }

int bsd::punch_hole(int file, std::uint64_t offset, std::uint64_t length) noexcept {
  spacectl_range rest{.r_offset = static_cast<off_t>(offset), .r_len = static_cast<off_t>(length)};
  while (rest.r_len > 0) {
    const auto range = rest;
    if (os::fspacectl(file, SPACECTL_DEALLOC, &range, 0, &rest) != 0 && errno != EINTR) return errno;
  }
  return 0;
}

}  // namespace mmapkit::backend

#else  // before FreeBSD 14

#include "backend/bsd/punch_hole.cpp"

#endif
