// The system calls of the BSDs and macOS, as in posix/os.hpp.
#pragma once

#include <sys/mount.h>
#include <sys/param.h>

#include "backend/posix/os.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(minherit)
MMAPKIT_SYSTEM_CALL(mlock)
MMAPKIT_SYSTEM_CALL(mlockall)
MMAPKIT_SYSTEM_CALL(munlock)
MMAPKIT_SYSTEM_CALL(munlockall)

}  // namespace mmapkit::backend::os
