#include "backend/shared_memory.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

native_handle memfd_secret(std::error_code& error) noexcept {
  set_unimplemented(error);
  return no_handle;
}

}  // namespace mmapkit::backend
