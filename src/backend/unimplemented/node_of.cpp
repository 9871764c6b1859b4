#include "backend/numa.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

unsigned node_of(const void*, std::error_code& error) noexcept {
  set_unimplemented(error);
  return 0;
}

}  // namespace mmapkit::backend
