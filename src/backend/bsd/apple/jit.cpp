#include <pthread.h>

#include "backend/mappings.hpp"

namespace mmapkit::backend {

#ifdef __aarch64__
bool needs_jit_mapping() noexcept { return true; }

void allow_jit_stores(bool allow) noexcept { ::pthread_jit_write_protect_np(allow ? 0 : 1); }
#else
bool needs_jit_mapping() noexcept { return false; }

void allow_jit_stores(bool /*allow*/) noexcept {}
#endif

}  // namespace mmapkit::backend
