#include "backend/mappings.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(key_right)

int pkey_alloc(key_right, std::error_code& error) noexcept {
  set_unimplemented(error);
  return -1;
}

void pkey_free(int, std::error_code& error) noexcept { set_unimplemented(error); }

key_right pkey_get(int, std::error_code& error) noexcept {
  set_unimplemented(error);
  return {};
}

void pkey_set(int, key_right, std::error_code& error) noexcept { set_unimplemented(error); }

void pkey_mprotect(void*, std::size_t, protection_flag, int, std::error_code& error) noexcept {
  set_unimplemented(error);
}

}  // namespace mmapkit::backend
