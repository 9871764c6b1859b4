// The system calls that Linux adds, as in ../posix/os.hpp.
#pragma once

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <sys/vfs.h>

#include "../posix/os.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(fallocate)
MMAPKIT_SYSTEM_CALL(fdatasync)
MMAPKIT_SYSTEM_CALL(fstatfs)
MMAPKIT_SYSTEM_CALL(mincore)
MMAPKIT_SYSTEM_CALL(prctl)
MMAPKIT_SYSTEM_CALL(readahead)
MMAPKIT_SYSTEM_CALL(sync_file_range)
MMAPKIT_SYSTEM_CALL(uname)
MMAPKIT_SYSTEM_CALL_RETURNING_ITS_ERROR(posix_fadvise)

template <class... Argument>
long syscall(long number, Argument... argument) noexcept {
  if (const int code = seam::failure_of("syscall", number)) return failed<long>(code);
  return ::syscall(number, argument...);
}

}  // namespace mmapkit::backend::os
