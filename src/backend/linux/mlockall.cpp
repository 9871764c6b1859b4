// By their numbers: the run-time libraries of the sanitizers replace these functions by empty ones.
#include <optional>

#include <mmapkit/flags/mlockall_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/native_value.hpp"
#include "backend/pages.hpp"
#include "kernel.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(mlockall_flag flag) noexcept {
  switch (flag) {
    case mlockall_flag::current: return MCL_CURRENT;
    case mlockall_flag::future: return MCL_FUTURE;
    case mlockall_flag::on_fault: return MCL_ONFAULT;
  }
  return std::nullopt;
}

bool available(mlockall_flag flag) noexcept { return flag != mlockall_flag::on_fault || kernel_is_at_least(4, 4); }

void mlockall(mlockall_flag flags, std::error_code& error) noexcept {
  call_kernel(error, SYS_mlockall, native_set(flags));
}

void munlockall(std::error_code& error) noexcept { call_kernel(error, SYS_munlockall); }

}  // namespace mmapkit::backend
