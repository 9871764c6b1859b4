#include "absent.hpp"

namespace mmapkit::backend {

MMAPKIT_ABSENT(shm_flag)
MMAPKIT_ABSENT(shm_rename_flag)

std::optional<std::uint32_t> native_value(large_page_policy) noexcept { return std::nullopt; }

bool available(large_page_policy) noexcept { return false; }

native_handle shm_open2(const char*, open_flag, shm_flag, unsigned, std::error_code& error) noexcept {
  refuse_absent(error);
  return no_handle;
}

void shm_rename(const char*, const char*, shm_rename_flag, std::error_code& error) noexcept { refuse_absent(error); }

native_handle shm_create_largepage(const char*, open_flag, std::size_t, large_page_policy, unsigned,
                                   std::error_code& error) noexcept {
  refuse_absent(error);
  return no_handle;
}

}  // namespace mmapkit::backend
