#include <sys/mman.h>

#include "errors.hpp"
#include "os.hpp"
#include "per_system.hpp"

namespace mmapkit::backend {

void posix::start_writeback(void* base, std::size_t length, native_handle /*file*/, std::uint64_t /*offset*/,
                            std::error_code& error) noexcept {
  if (os::msync(base, length, MS_ASYNC) != 0) error = last_error();
}

}  // namespace mmapkit::backend
