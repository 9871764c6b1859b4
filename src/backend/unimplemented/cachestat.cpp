#include <mmapkit/flags/residency.hpp>

#include "backend/files.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

cache_state cachestat(native_handle, std::uint64_t, std::uint64_t, unsigned, std::error_code& error) noexcept {
  set_unimplemented(error);
  return {};
}

}  // namespace mmapkit::backend
