#include <sys/mman.h>

#include "../../backend.hpp"
#include "../../posix/errors.hpp"
#include "../os.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(mquery)
MMAPKIT_SYSTEM_CALL(mimmutable)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

void munlock(const void* addr, std::size_t length, std::error_code& error) noexcept {
  if (os::munlock(addr, length) != 0) error = last_error();
}

void* mquery(void* addr, std::size_t length, std::error_code& error) noexcept {
  void* const place = os::mquery(addr, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
  if (place != MAP_FAILED) return place;
  error = last_error();
  return nullptr;
}

void mseal(void* addr, std::size_t length, std::error_code& error) noexcept {
  if (os::mimmutable(addr, length) != 0) error = last_error();
}

}  // namespace mmapkit::backend
