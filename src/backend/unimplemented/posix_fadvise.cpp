#include "backend/files.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(file_advice)

void posix_fadvise(native_handle, std::uint64_t, std::uint64_t, file_advice, std::error_code& error) noexcept {
  set_unimplemented(error);
}

}  // namespace mmapkit::backend
