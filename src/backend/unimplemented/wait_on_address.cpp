#include "backend/synchronization.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

bool can_wait_on_address() noexcept { return false; }

void wait_on_address(const std::atomic<std::uint32_t>*, std::uint32_t, std::chrono::nanoseconds,
                     std::error_code& error) noexcept {
  set_unimplemented(error);
}

void wake_by_address(const std::atomic<std::uint32_t>*, bool, std::error_code& error) noexcept {
  set_unimplemented(error);
}

}  // namespace mmapkit::backend
