// Systems where a process cannot have file systems of its own.
#include "private_shm.hpp"

namespace conformance {

bool enter_private_shm(const char* /*options*/) { return false; }

bool close_private_shm() { return false; }

}  // namespace conformance
