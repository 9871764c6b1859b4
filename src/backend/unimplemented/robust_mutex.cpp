#include "backend/synchronization.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

void prepare_mutex(void*, std::error_code& error) noexcept { set_unimplemented(error); }

mutex_state lock_mutex(void*, std::chrono::nanoseconds, std::error_code& error) noexcept {
  set_unimplemented(error);
  return mutex_state::busy;
}

void unlock_mutex(void*, std::error_code& error) noexcept { set_unimplemented(error); }

}  // namespace mmapkit::backend
