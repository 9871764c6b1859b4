#include "backend/mappings.hpp"
#include "errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

void unmap(void* base, std::size_t length, std::error_code& error) noexcept {
  if (os::munmap(base, length) != 0) error = last_error();
}

}  // namespace mmapkit::backend
