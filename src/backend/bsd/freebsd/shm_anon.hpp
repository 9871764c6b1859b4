#pragma once

#include <sys/mman.h>

namespace mmapkit::backend {

inline const char* name_or_anonymous(const char* name) noexcept { return name == nullptr ? SHM_ANON : name; }

}  // namespace mmapkit::backend
