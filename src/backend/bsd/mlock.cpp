#include <optional>

#include <mmapkit/flags/lock_flag.hpp>

#include "backend/native_value.hpp"
#include "backend/pages.hpp"
#include "backend/posix/errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(lock_flag flag) noexcept {
  switch (flag) {
    case lock_flag::none: return 0;
    case lock_flag::on_fault: return std::nullopt;
  }
  return std::nullopt;
}

bool available(lock_flag flag) noexcept { return flag == lock_flag::none; }

void mlock(const void* addr, std::size_t length, lock_flag /*flags*/, std::error_code& error) noexcept {
  if (os::mlock(addr, length) != 0) error = last_error();
}

}  // namespace mmapkit::backend
