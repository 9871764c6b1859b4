// Locking pages into the working set.
#include "../backend.hpp"
#include "memory_query.hpp"
#include "os.hpp"

namespace mmapkit::backend {
namespace {

struct working_set {
  SIZE_T minimum = 0;
  SIZE_T maximum = 0;
  DWORD limits = 0;

  bool get() noexcept { return os::GetProcessWorkingSetSizeEx(GetCurrentProcess(), &minimum, &maximum, &limits) != 0; }
};

// Locked pages count against the minimum: what it had room for before stays possible beside the new ones.
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

// VirtualUnlock undoes nothing where one of the pages is not locked.
std::error_code unlock_pages(char* addr, std::size_t length) noexcept {
  for (std::size_t done = 0; done < length; done += page_size()) {
    if (!os::VirtualUnlock(addr + done, 1) && GetLastError() != ERROR_NOT_LOCKED) return last_error();
  }
  return {};
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

// Asked first: Wine unlocks addresses without memory too.
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

std::uint64_t lock_limit(std::error_code& error) noexcept {
  working_set now;
  if (!now.get()) error = last_error();
  return now.minimum;
}

}  // namespace mmapkit::backend
