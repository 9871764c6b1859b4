// mimmutable(2), since OpenBSD 7.3.
#include "backend/bsd/os.hpp"
#include "backend/mappings.hpp"
#include "backend/posix/errors.hpp"
#include "backend/system.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(mimmutable)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

void mseal(void* addr, std::size_t length, unsigned long flags, std::error_code& error) noexcept {
  if (flags != 0) {
    error = refusal(std::errc::operation_not_supported);  // the call takes none
    return;
  }
  if (os::mimmutable(addr, length) != 0) error = last_error();
}

}  // namespace mmapkit::backend
