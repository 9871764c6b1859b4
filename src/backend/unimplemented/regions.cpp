#include "backend/regions.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

void regions(const void*, bool (*)(void*, const region_entry&), void*, std::error_code& error) noexcept {
  set_unimplemented(error);
}

}  // namespace mmapkit::backend
