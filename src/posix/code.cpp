// Code that is made at run time.
#include "../backend.hpp"

#ifdef __APPLE__
#include <pthread.h>
#endif

namespace mmapkit::backend {

#if defined(__APPLE__) && defined(__aarch64__)
bool has_one_code_view() noexcept { return true; }
void allow_code_stores(bool allow) noexcept { ::pthread_jit_write_protect_np(allow ? 0 : 1); }
#else
bool has_one_code_view() noexcept { return false; }
void allow_code_stores(bool /*allow*/) noexcept {}
#endif

// The stores leave the data cache at the addresses that they were made at, and the processor forgets what it has
// fetched at those that will run. On x86 both are nothing.
void publish_code(void* writable, const void* runnable, std::size_t length) noexcept {
  auto* const stored = static_cast<char*>(writable);
  auto* const fetched = static_cast<char*>(const_cast<void*>(runnable));
  if (stored != fetched) __builtin___clear_cache(stored, stored + length);
  __builtin___clear_cache(fetched, fetched + length);
}

}  // namespace mmapkit::backend
