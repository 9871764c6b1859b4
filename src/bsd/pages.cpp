// FreeBSD, DragonFly and NetBSD.
#include <sys/mman.h>

#include "../backend.hpp"
#include "../posix/errors.hpp"
#include "os.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(mincore)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

void munlock(const void* addr, std::size_t length, std::error_code& error) noexcept {
  if (os::munlock(addr, length) != 0) error = last_error();
}

void mincore(const void* addr, std::size_t length, unsigned char* pages, std::error_code& error) noexcept {
  // NetBSD wants a pointer to what could be changed.
  if (os::mincore(const_cast<void*>(addr), length, reinterpret_cast<char*>(pages)) != 0) error = last_error();
}

}  // namespace mmapkit::backend
