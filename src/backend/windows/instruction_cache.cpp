#include "api.hpp"
#include "backend/mappings.hpp"
#include "os.hpp"

namespace mmapkit::backend {

void flush_instruction_cache(void* /*writable*/, const void* runnable, std::size_t length) noexcept {
  os::FlushInstructionCache(GetCurrentProcess(), runnable, length);
}

}  // namespace mmapkit::backend
