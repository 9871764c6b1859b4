#include <fcntl.h>

#include "backend/shared_memory.hpp"
#include "kernel.hpp"
#include "values.hpp"

namespace mmapkit::backend {

native_handle memfd_secret(std::error_code& error) noexcept {
  return static_cast<int>(call_kernel(error, SYS_memfd_secret, static_cast<unsigned>(O_CLOEXEC)));
}

}  // namespace mmapkit::backend
