#include "absent.hpp"

namespace mmapkit::backend {

MMAPKIT_ABSENT(key_right)

int pkey_alloc(key_right, std::error_code& error) noexcept {
  refuse_absent(error);
  return -1;
}

void pkey_free(int, std::error_code& error) noexcept { refuse_absent(error); }

void pkey_mprotect(void*, std::size_t, protection_flag, int, std::error_code& error) noexcept { refuse_absent(error); }

}  // namespace mmapkit::backend
