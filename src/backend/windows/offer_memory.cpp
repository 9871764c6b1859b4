#include <optional>

#include <mmapkit/flags/offer_priority.hpp>

#include "api.hpp"
#include "backend/native_value.hpp"
#include "backend/system.hpp"
#include "backend/virtual_memory.hpp"
#include "dynamic_functions.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// OFFER_PRIORITY.
std::optional<std::uint32_t> native_value(offer_priority priority) noexcept {
  switch (priority) {
    case offer_priority::very_low: return 1;
    case offer_priority::low: return 2;
    case offer_priority::below_normal: return 3;
    case offer_priority::normal: return 4;
  }
  return std::nullopt;
}

bool available(offer_priority) noexcept { return dynamic().offer_virtual_memory != nullptr; }

namespace {

// For functions that return an error code.
template <class Function>
DWORD call_dynamic(Function function, void* addr, std::size_t length, std::error_code& error) noexcept {
  if (function == nullptr) {
    error = refusal(std::errc::function_not_supported);
    return ERROR_SUCCESS;
  }
  return function(addr, length);
}

}  // namespace

void offer_memory(void* addr, std::size_t length, offer_priority priority, std::error_code& error) noexcept {
  if (dynamic().offer_virtual_memory == nullptr) {
    error = refusal(std::errc::function_not_supported);
    return;
  }
  const DWORD code = os::call("offer_virtual_memory", dynamic().offer_virtual_memory, addr, length,
                              native_value(priority).value_or(0));
  if (code != ERROR_SUCCESS) error = windows_error(code);
}

// ERROR_BUSY: the content was discarded.
bool reclaim_memory(void* addr, std::size_t length, std::error_code& error) noexcept {
  const DWORD code = call_dynamic(dynamic().reclaim_virtual_memory, addr, length, error);
  if (code != ERROR_SUCCESS && code != ERROR_BUSY) error = windows_error(code);
  return code == ERROR_SUCCESS && !error;
}

void discard_memory(void* addr, std::size_t length, std::error_code& error) noexcept {
  const DWORD code = call_dynamic(dynamic().discard_virtual_memory, addr, length, error);
  if (code != ERROR_SUCCESS) error = windows_error(code);
}

}  // namespace mmapkit::backend
