#include <optional>

#include <mmapkit/flags/memory_condition.hpp>

#include "api.hpp"
#include "backend/native_value.hpp"
#include "backend/virtual_memory.hpp"
#include "os.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(memory_condition condition) noexcept {
  switch (condition) {
    case memory_condition::low: return LowMemoryResourceNotification;
    case memory_condition::high: return HighMemoryResourceNotification;
  }
  return std::nullopt;
}

bool available(memory_condition) noexcept { return true; }

native_handle memory_notification(memory_condition condition, std::error_code& error) noexcept {
  const bool high = condition == memory_condition::high;
  const HANDLE notification =
      os::CreateMemoryResourceNotification(high ? HighMemoryResourceNotification : LowMemoryResourceNotification);
  if (notification != nullptr) return notification;
  error = last_error();
  return no_handle;
}

bool memory_condition_holds(native_handle notification, std::error_code& error) noexcept {
  BOOL holds = FALSE;
  if (!os::QueryMemoryResourceNotification(notification.get(), &holds)) error = last_error();
  return holds != FALSE;
}

}  // namespace mmapkit::backend
