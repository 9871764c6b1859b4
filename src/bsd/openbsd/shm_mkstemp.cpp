#include <sys/mman.h>

#include "../../backend.hpp"
#include "../../posix/errors.hpp"

namespace mmapkit::backend {

native_handle shm_mkstemp(char* name, std::error_code& error) noexcept {
  const int file = ::shm_mkstemp(name);
  if (file == -1) error = last_error();
  return file;
}

}  // namespace mmapkit::backend
