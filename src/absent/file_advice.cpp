#include "absent.hpp"

namespace mmapkit::backend {

MMAPKIT_ABSENT(file_advice)

void posix_fadvise(native_handle, std::uint64_t, std::uint64_t, file_advice, std::error_code& error) noexcept {
  refuse_absent(error);
}

}  // namespace mmapkit::backend
