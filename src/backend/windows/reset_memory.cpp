#include <mmapkit/flags/call.hpp>

#include "api.hpp"
#include "backend/native_value.hpp"
#include "backend/system.hpp"
#include "backend/virtual_memory.hpp"
#include "memory_query.hpp"
#include "os.hpp"

namespace mmapkit::backend {

namespace {

// The whole pages within a range.
struct inner_pages {
  char* first;
  std::size_t length;
};

inner_pages pages_within(void* addr, std::size_t length) noexcept {
  const auto unit = page_size();
  const auto lead = (unit - reinterpret_cast<std::uintptr_t>(addr) % unit) % unit;
  return {static_cast<char*>(addr) + lead, length < lead ? 0 : (length - lead) / unit * unit};
}

}  // namespace

// The protection is ignored, but has to be valid.
void reset_memory(void* addr, std::size_t length, std::error_code& error) noexcept {
  const auto pages = pages_within(addr, length);
  if (pages.length != 0 && os::VirtualAlloc(pages.first, pages.length, MEM_RESET, PAGE_NOACCESS) == nullptr)
    error = last_error();
}

// MEM_RESET_UNDO fails where the content was discarded, without an error code of its own. ERROR_INVALID_PARAMETER: this
// Windows does not have the flag.
bool undo_reset(void* addr, std::size_t length, std::error_code& error) noexcept {
  const auto pages = pages_within(addr, length);
  if (pages.length == 0 || os::VirtualAlloc(pages.first, pages.length, MEM_RESET_UNDO, PAGE_NOACCESS) != nullptr)
    return true;
  const auto failure = last_error();
  if (failure == windows_error(ERROR_INVALID_PARAMETER)) {
    error = available(call::undo_reset) ? failure : refusal(std::errc::function_not_supported);
  } else if (!is_committed(pages.first, pages.length)) {
    error = failure;
  }
  return false;
}

}  // namespace mmapkit::backend
