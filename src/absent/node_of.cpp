#include "absent.hpp"

namespace mmapkit::backend {

unsigned node_of(const void*, std::error_code& error) noexcept {
  refuse_absent(error);
  return 0;
}

}  // namespace mmapkit::backend
