#include "api.hpp"
#include "backend/pages.hpp"
#include "working_set.hpp"

namespace mmapkit::backend {

std::uint64_t lock_limit(std::error_code& error) noexcept {
  working_set now;
  if (!now.get()) error = last_error();
  return now.minimum;
}

}  // namespace mmapkit::backend
