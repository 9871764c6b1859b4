#include <sys/mman.h>

#include "backend/posix/errors.hpp"
#include "backend/posix/os.hpp"
#include "backend/shared_memory.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(shm_mkstemp)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

native_handle shm_mkstemp(char* name, std::error_code& error) noexcept {
  const int file = os::shm_mkstemp(name);
  if (file == -1) error = last_error();
  return file;
}

}  // namespace mmapkit::backend
