#include "backend/shared_memory.hpp"

namespace mmapkit::backend {

// ftruncate works once on a shared memory object (bsd/kern/posix_shm.c, pshm_truncate).
bool objects_keep_their_size() noexcept { return true; }

}  // namespace mmapkit::backend
