// By its number: the run-time libraries of the sanitizers replace this function by an empty one.
#include <optional>

#include <mmapkit/flags/call.hpp>
#include <mmapkit/flags/lock_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/native_value.hpp"
#include "backend/pages.hpp"
#include "kernel.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(lock_flag flag) noexcept {
  switch (flag) {
    case lock_flag::none: return 0;
    case lock_flag::on_fault: return MLOCK_ONFAULT;
  }
  return std::nullopt;
}

bool available(lock_flag flag) noexcept { return flag == lock_flag::none || available(call::mlock2); }

void mlock(const void* addr, std::size_t length, lock_flag flags, std::error_code& error) noexcept {
  if (flags == lock_flag::none)
    call_kernel(error, SYS_mlock, addr, length);
  else
    call_kernel(error, SYS_mlock2, addr, length, native_set(flags));
}

}  // namespace mmapkit::backend
