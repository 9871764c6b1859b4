#include <mmapkit/flags/protection_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/mappings.hpp"
#include "errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

void protect(void* base, std::size_t length, protection_flag protection, std::error_code& error) noexcept {
  if (os::mprotect(base, length, static_cast<int>(native_set(protection))) != 0) error = last_error();
}

}  // namespace mmapkit::backend
