// The system calls of Linux alone, as in posix/os.hpp.
#pragma once

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <sys/vfs.h>

#include "backend/posix/os.hpp"

namespace mmapkit::backend::os {

MMAPKIT_CANCELLATION_POINT(fdatasync)
MMAPKIT_SYSTEM_CALL(fstatfs)
MMAPKIT_SYSTEM_CALL(mincore)
MMAPKIT_SYSTEM_CALL(prctl)
MMAPKIT_SYSTEM_CALL(readahead)
MMAPKIT_CANCELLATION_POINT(sync_file_range)
MMAPKIT_SYSTEM_CALL(uname)
MMAPKIT_SYSTEM_CALL_RETURNING_ITS_ERROR(posix_fadvise)

inline int fallocate(int file, int mode, off_t offset, off_t length) noexcept {
  if (const int code = fault_injection::failure_of("fallocate", static_cast<long>(length))) return failed<int>(code);
  const held_cancellation held;
  const held_file_size_signal held_signal;
  return ::fallocate(file, mode, offset, length);
}

template <class... Argument>
long syscall(long number, Argument... argument) noexcept {
  if (const int code = fault_injection::failure_of("syscall", number)) return failed<long>(code);
  return ::syscall(number, argument...);
}

// With pieces of memory, as pwritev2 and process_madvise have them.
template <class Count, class... Argument>
long syscall(long number, int file, const iovec* pieces, Count count, Argument... argument) noexcept {
  if (const int code = fault_injection::failure_of("syscall", number)) return failed<long>(code);
  if constexpr (fault_injection::enabled) {
    const iovec first{pieces->iov_base, fault_injection::transfer_of(pieces->iov_len)};
    if (first.iov_len != pieces->iov_len) return ::syscall(number, file, &first, Count{1}, argument...);
  }
  return ::syscall(number, file, pieces, count, argument...);
}

}  // namespace mmapkit::backend::os
