#include "backend/mappings.hpp"

namespace mmapkit::backend {

// Cleans the data cache at the addresses of the stores, and invalidates the instruction cache at those of the code. On
// x86 there is nothing to do.
void flush_instruction_cache(void* writable, const void* runnable, std::size_t length) noexcept {
  auto* const stored = static_cast<char*>(writable);
  auto* const fetched = static_cast<char*>(const_cast<void*>(runnable));
  if (stored != fetched) __builtin___clear_cache(stored, stored + length);
  __builtin___clear_cache(fetched, fetched + length);
}

}  // namespace mmapkit::backend
