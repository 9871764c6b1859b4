// open(2) and close(2) without a cancellation point. They are on the path of every mapping: where a system has a
// cheaper way than to hold the cancellation back and to allow it again, its folder has that.
#pragma once

#include <sys/types.h>

namespace mmapkit::backend::posix {

// uncancelled.cpp
// Both set errno, as the calls of the C library do.
int open_uncancelled(const char* path, int flags, mode_t mode) noexcept;
int close_uncancelled(int file) noexcept;

}  // namespace mmapkit::backend::posix
