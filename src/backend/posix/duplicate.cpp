#include <fcntl.h>

#include "backend/files.hpp"
#include "errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

native_handle duplicate(native_handle file, std::error_code& error) noexcept {
  const int other = os::fcntl(file, F_DUPFD_CLOEXEC, 0);
  if (other == -1) error = last_error();
  return other;
}

}  // namespace mmapkit::backend
