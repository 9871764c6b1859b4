#include "backend/pages.hpp"
#include "backend/posix/errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

void mincore(const void* addr, std::size_t length, unsigned char* pages, std::error_code& error) noexcept {
  if (os::mincore(const_cast<void*>(addr), length, pages) != 0) error = last_error();
}

}  // namespace mmapkit::backend
