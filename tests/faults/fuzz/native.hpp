// The kernel's numbers, from its own headers (include/uapi) and not from the library, and calls made with them.
#pragma once

#include <optional>

#include "fuzz.hpp"

namespace fuzz::native {

std::optional<int> number(mmapkit::advice what);

// As the library promises it: whoever may write may read.
int protection_with_read(mmapkit::protection_flag flags);
int sync_flags(mmapkit::msync_flag flags);

// mmap(2) and mremap(2): their result, or -1 and errno.
long map(void* address, const step& one, int file);
long remap(void* address, const step& one, void* new_address);

}  // namespace fuzz::native
