#include <optional>

#include "backend/shared_memory.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

// Not a set: even its value 0 is refused.
std::optional<std::uint32_t> native_value(large_page_policy) noexcept { return std::nullopt; }

bool available(large_page_policy) noexcept { return false; }

native_handle shm_create_largepage(const char*, open_flag, std::size_t, large_page_policy, unsigned,
                                   std::error_code& error) noexcept {
  set_unimplemented(error);
  return no_handle;
}

}  // namespace mmapkit::backend
