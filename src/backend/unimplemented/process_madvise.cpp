#include <span>

#include "backend/pages.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

std::size_t process_madvise(native_handle, std::span<const std::span<std::byte>>, advice,
                            std::error_code& error) noexcept {
  set_unimplemented(error);
  return 0;
}

}  // namespace mmapkit::backend
