#include "backend/mappings.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

void* mquery(void*, std::size_t, std::error_code& error) noexcept {
  set_unimplemented(error);
  return nullptr;
}

}  // namespace mmapkit::backend
