#include <fcntl.h>

#include "errors.hpp"
#include "os.hpp"
#include "per_system.hpp"

namespace mmapkit::backend {

int posix::look_at_object(const char* name) noexcept {
  return uninterrupted([name] { return os::shm_open(name, O_RDONLY | O_NONBLOCK, mode_t{0}); });
}

}  // namespace mmapkit::backend
