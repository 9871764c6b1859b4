#include "absent.hpp"

namespace mmapkit::backend {

MMAPKIT_ABSENT(mremap_flag)

void* mremap(void*, std::size_t, std::size_t, mremap_flag, void*, std::error_code& error) noexcept {
  refuse_absent(error);
  return nullptr;
}

}  // namespace mmapkit::backend
