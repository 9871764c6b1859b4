#include <optional>

#include <mmapkit/flags/lock_flag.hpp>

#include "api.hpp"
#include "backend/native_value.hpp"
#include "backend/pages.hpp"
#include "backend/system.hpp"
#include "memory_query.hpp"
#include "os.hpp"
#include "working_set.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(lock_flag flag) noexcept {
  switch (flag) {
    case lock_flag::none: return 0;
    case lock_flag::on_fault: return std::nullopt;
  }
  return std::nullopt;
}

bool available(lock_flag flag) noexcept { return native_value(flag).has_value(); }

namespace {

// Locked pages count against the minimum working set: it is raised by their size.
bool raise_minimum(std::size_t by) noexcept {
  working_set now;
  return now.get() &&
         os::SetProcessWorkingSetSizeEx(GetCurrentProcess(), now.minimum + by, now.maximum + by, now.limits) != 0;
}

std::error_code lock(void* addr, std::size_t length) noexcept {
  if (os::VirtualLock(addr, length)) return {};
  auto failure = last_error();
  if (failure != windows_error(ERROR_WORKING_SET_QUOTA)) return failure;
  if (!raise_minimum(length)) return refusal(std::errc::not_enough_memory);
  if (os::VirtualLock(addr, length)) return {};
  failure = last_error();
  return failure == windows_error(ERROR_WORKING_SET_QUOTA) ? refusal(std::errc::not_enough_memory) : failure;
}

}  // namespace

void mlock(const void* addr, std::size_t length, lock_flag flags, std::error_code& error) noexcept {
  if (native_bits_of(flags) != 0) {  // there is no word of flags that they could join
    error = refusal(std::errc::operation_not_supported);
    return;
  }
  const auto failure = lock(const_cast<void*>(addr), length);
  if (failure) error = is_committed(addr, length) ? failure : refusal(std::errc::not_enough_memory);
}

}  // namespace mmapkit::backend
