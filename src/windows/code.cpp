// Code that is made at run time.
#include "../backend.hpp"
#include "api.hpp"
#include "os.hpp"

namespace mmapkit::backend {

bool has_one_code_view() noexcept { return false; }

void allow_code_stores(bool /*allow*/) noexcept {}

void publish_code(void* /*writable*/, const void* runnable, std::size_t length) noexcept {
  os::FlushInstructionCache(GetCurrentProcess(), runnable, length);
}

}  // namespace mmapkit::backend
