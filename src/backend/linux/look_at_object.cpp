#include <fcntl.h>

#include "backend/posix/errors.hpp"
#include "backend/posix/per_system.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// O_PATH also where the object may not be read, is a link or a folder, or somebody has a lease on it (fcntl(2)).
int posix::look_at_object(const char* name) noexcept {
  return uninterrupted([name] { return os::shm_open(name, O_PATH, mode_t{0}); });
}

}  // namespace mmapkit::backend
