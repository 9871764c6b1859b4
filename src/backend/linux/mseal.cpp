#include "backend/mappings.hpp"
#include "kernel.hpp"
#include "values.hpp"

namespace mmapkit::backend {

void mseal(void* addr, std::size_t length, unsigned long flags, std::error_code& error) noexcept {
  call_kernel(error, SYS_mseal, addr, length, flags);
}

}  // namespace mmapkit::backend
