#include "backend/regions.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

bool region_usage_at(const void*, usage_entry&, std::error_code& error) noexcept {
  set_unimplemented(error);
  return false;
}

}  // namespace mmapkit::backend
