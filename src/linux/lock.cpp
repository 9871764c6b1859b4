// By their numbers: the run-time libraries of the sanitizers replace these functions by ones that do nothing.
#include "../bits.hpp"
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

std::optional<std::uint32_t> native_value(mlockall_flag flag) noexcept {
  switch (flag) {
    case mlockall_flag::current: return MCL_CURRENT;
    case mlockall_flag::future: return MCL_FUTURE;
    case mlockall_flag::on_fault: return MCL_ONFAULT;
  }
  return std::nullopt;
}

bool available(mlockall_flag flag) noexcept { return flag != mlockall_flag::on_fault || kernel_is_at_least(4, 4); }

void mlock(const void* addr, std::size_t length, lock_flag flags, std::error_code& error) noexcept {
  if (flags == lock_flag::none)
    call_kernel(error, SYS_mlock, addr, length);
  else
    call_kernel(error, SYS_mlock2, addr, length, native_set(flags));
}

void munlock(const void* addr, std::size_t length, std::error_code& error) noexcept {
  call_kernel(error, SYS_munlock, addr, length);
}

void mlockall(mlockall_flag flags, std::error_code& error) noexcept {
  call_kernel(error, SYS_mlockall, native_set(flags));
}

void munlockall(std::error_code& error) noexcept { call_kernel(error, SYS_munlockall); }

}  // namespace mmapkit::backend
