#include "absent.hpp"

namespace mmapkit::backend {

native_handle shm_mkstemp(char*, std::error_code& error) noexcept {
  refuse_absent(error);
  return no_handle;
}

}  // namespace mmapkit::backend
