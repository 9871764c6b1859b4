#include "absent.hpp"

namespace mmapkit::backend {

MMAPKIT_ABSENT(memfd_flag)
MMAPKIT_ABSENT(seal_flag)

native_handle memfd_create(const char*, memfd_flag, std::error_code& error) noexcept {
  refuse_absent(error);
  return no_handle;
}

native_handle memfd_secret(std::error_code& error) noexcept {
  refuse_absent(error);
  return no_handle;
}

void add_seals(native_handle, seal_flag, std::error_code& error) noexcept { refuse_absent(error); }

seal_flag get_seals(native_handle, std::error_code& error) noexcept {
  refuse_absent(error);
  return {};
}

}  // namespace mmapkit::backend
