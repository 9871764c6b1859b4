// What the system tells of the machine's memory.
#include "../backend.hpp"
#include "late_functions.hpp"
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

// Without arguments a callback of any calling convention is the same.
void* register_bad_memory_notification(bad_memory_callback callback, std::error_code& error) noexcept {
  if (late().register_bad_memory_notification == nullptr) {
    error = refusal(std::errc::function_not_supported);
    return nullptr;
  }
  void* const registration = os::call("register_bad_memory_notification", late().register_bad_memory_notification,
                                      reinterpret_cast<void(WINAPI*)()>(callback));
  if (registration == nullptr) error = last_error();
  return registration;
}

void unregister_bad_memory_notification(void* registration, std::error_code& error) noexcept {
  if (late().unregister_bad_memory_notification == nullptr) {
    error = refusal(std::errc::function_not_supported);
  } else if (!os::call("unregister_bad_memory_notification", late().unregister_bad_memory_notification, registration)) {
    error = last_error();
  }
}

memory_error_support memory_error_handling(std::error_code& error) noexcept {
  if (late().get_memory_error_handling_capabilities == nullptr) {
    error = refusal(std::errc::function_not_supported);
    return {};
  }
  ULONG bits = 0;
  if (!os::call("get_memory_error_handling_capabilities", late().get_memory_error_handling_capabilities, &bits)) {
    error = last_error();
    return {};
  }
  return {.patrol_scrubber = (bits & MEHC_PATROL_SCRUBBER_PRESENT) != 0, .native = bits};
}

}  // namespace mmapkit::backend
