#include <fcntl.h>

#include <mmapkit/flags/open_flag.hpp>

#include "backend/bsd/os.hpp"
#include "backend/posix/errors.hpp"
#include "backend/posix/per_system.hpp"

namespace mmapkit::backend {

namespace posix {

void finish_open(int file, open_flag flags, std::error_code& error) noexcept {
  if (has(flags, open_flag::direct) && os::fcntl(file, F_NOCACHE, 1) < 0) error = last_error();
}

}  // namespace posix

}  // namespace mmapkit::backend
