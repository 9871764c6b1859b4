#include "absent.hpp"

namespace mmapkit::backend {

cache_state cachestat(native_handle, std::uint64_t, std::uint64_t, std::error_code& error) noexcept {
  refuse_absent(error);
  return {};
}

}  // namespace mmapkit::backend
