#include <fcntl.h>

#include <mmapkit/flags/open_flag.hpp>

#include "backend/posix/errors.hpp"
#include "backend/posix/per_system.hpp"
#include "os.hpp"

namespace mmapkit::backend::posix {

// open(2) ignores O_ASYNC (BUGS); fcntl enables it.
void finish_open(int file, open_flag flags, std::error_code& error) noexcept {
  if (!has(flags, open_flag::async)) return;
  const int now = os::fcntl(file, F_GETFL);
  if (now < 0 || os::fcntl(file, F_SETFL, now & ~O_ASYNC) != 0 || os::fcntl(file, F_SETFL, now | O_ASYNC) != 0)
    error = last_error();
}

}  // namespace mmapkit::backend::posix
