#include "backend/pages.hpp"
#include "backend/posix/errors.hpp"
#include "os.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(mincore)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

void mincore(const void* addr, std::size_t length, unsigned char* pages, std::error_code& error) noexcept {
  // NetBSD declares the address without const.
  if (os::mincore(const_cast<void*>(addr), length, reinterpret_cast<char*>(pages)) != 0) error = last_error();
}

}  // namespace mmapkit::backend
