#include <span>

#include "backend/virtual_memory.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

void set_valid_call_targets(void*, std::size_t, std::span<const call_target>, std::error_code& error) noexcept {
  set_unimplemented(error);
}

}  // namespace mmapkit::backend
