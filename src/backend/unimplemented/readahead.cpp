#include "backend/files.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

void read_ahead(native_handle, std::uint64_t, std::uint64_t, std::error_code& error) noexcept {
  set_unimplemented(error);
}

}  // namespace mmapkit::backend
