#include "api.hpp"
#include "backend/pages.hpp"
#include "backend/system.hpp"
#include "memory_query.hpp"
#include "os.hpp"

namespace mmapkit::backend {

namespace {

// VirtualUnlock fails as a whole if one of the pages is not locked.
std::error_code unlock_pages(char* addr, std::size_t length) noexcept {
  for (std::size_t done = 0; done < length; done += page_size()) {
    if (!os::VirtualUnlock(addr + done, 1) && GetLastError() != ERROR_NOT_LOCKED) return last_error();
  }
  return {};
}

}  // namespace

// is_committed first: Wine succeeds for addresses without memory.
void munlock(const void* addr, std::size_t length, std::error_code& error) noexcept {
  auto* const start = static_cast<char*>(const_cast<void*>(addr));
  if (!is_committed(addr, length)) {
    error = refusal(std::errc::not_enough_memory);
    return;
  }
  if (os::VirtualUnlock(start, length)) return;
  auto failure = last_error();
  if (failure == windows_error(ERROR_NOT_LOCKED)) failure = unlock_pages(start, length);
  if (failure) error = failure;
}

}  // namespace mmapkit::backend
