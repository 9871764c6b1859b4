#include "absent.hpp"

namespace mmapkit::backend {

void* mquery(void*, std::size_t, std::error_code& error) noexcept {
  refuse_absent(error);
  return nullptr;
}

}  // namespace mmapkit::backend
