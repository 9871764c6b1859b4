#include "per_system.hpp"

namespace mmapkit::backend {

// There is none: memcpy and siglongjmp are used.
bool posix::has_copy_bytes() noexcept { return false; }

std::size_t posix::copy_bytes(std::byte* /*to*/, const std::byte* /*from*/, std::size_t length,
                              const std::byte* /*guarded*/) noexcept {
  return length;
}

bool posix::stop_copy_bytes(void* /*context*/, const std::byte* /*at*/) noexcept { return false; }

}  // namespace mmapkit::backend
