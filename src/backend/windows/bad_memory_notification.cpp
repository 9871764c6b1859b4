#include "api.hpp"
#include "backend/system.hpp"
#include "backend/virtual_memory.hpp"
#include "dynamic_functions.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// A function without arguments is called the same way in every calling convention.
void* register_bad_memory_notification(bad_memory_callback callback, std::error_code& error) noexcept {
  if (dynamic().register_bad_memory_notification == nullptr) {
    error = refusal(std::errc::function_not_supported);
    return nullptr;
  }
  void* const registration = os::call("register_bad_memory_notification", dynamic().register_bad_memory_notification,
                                      reinterpret_cast<void(WINAPI*)()>(callback));
  if (registration == nullptr) error = last_error();
  return registration;
}

void unregister_bad_memory_notification(void* registration, std::error_code& error) noexcept {
  if (dynamic().unregister_bad_memory_notification == nullptr) {
    error = refusal(std::errc::function_not_supported);
  } else if (!os::call("unregister_bad_memory_notification", dynamic().unregister_bad_memory_notification,
                       registration)) {
    error = last_error();
  }
}

memory_error_support memory_error_handling(std::error_code& error) noexcept {
  if (dynamic().get_memory_error_handling_capabilities == nullptr) {
    error = refusal(std::errc::function_not_supported);
    return {};
  }
  ULONG bits = 0;
  if (!os::call("get_memory_error_handling_capabilities", dynamic().get_memory_error_handling_capabilities, &bits)) {
    error = last_error();
    return {};
  }
  return {.patrol_scrubber = (bits & MEHC_PATROL_SCRUBBER_PRESENT) != 0, .native = bits};
}

}  // namespace mmapkit::backend
