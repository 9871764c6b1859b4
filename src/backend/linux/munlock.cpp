// By its number: the run-time libraries of the sanitizers replace this function by an empty one.
#include "backend/pages.hpp"
#include "kernel.hpp"
#include "values.hpp"

namespace mmapkit::backend {

void munlock(const void* addr, std::size_t length, std::error_code& error) noexcept {
  call_kernel(error, SYS_munlock, addr, length);
}

}  // namespace mmapkit::backend
