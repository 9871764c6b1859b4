#include "backend/pages.hpp"
#include "backend/posix/errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

void munlock(const void* addr, std::size_t length, std::error_code& error) noexcept {
  if (os::munlock(addr, length) != 0) error = last_error();
}

}  // namespace mmapkit::backend
