#include <sys/mman.h>

#include "backend/bsd/os.hpp"
#include "backend/mappings.hpp"
#include "backend/posix/errors.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(mquery)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

void* mquery(void* addr, std::size_t length, std::error_code& error) noexcept {
  void* const place = os::mquery(addr, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
  if (place != MAP_FAILED) return place;
  error = last_error();
  return nullptr;
}

}  // namespace mmapkit::backend
