// Giving back, offering, resetting and watching memory of VirtualAlloc.
#include "../backend.hpp"
#include "../bits.hpp"
#include "late_functions.hpp"
#include "memory_query.hpp"
#include "os.hpp"

namespace mmapkit::backend {
namespace {

constexpr auto placeholder_flags = free_flag::preserve_placeholder | free_flag::coalesce_placeholders;

// VirtualFree takes the whole for the length 0 alone; so that nobody loses more than was named, a length is compared.
std::error_code check_free(void* addr, std::size_t length, free_flag flags) noexcept {
  if (has(flags, free_flag::decommit)) {
    return length == 0 || has_any(flags, placeholder_flags) ? refusal(std::errc::invalid_argument) : std::error_code{};
  }
  if (length == 0 || has_any(flags, placeholder_flags)) return {};
  MEMORY_BASIC_INFORMATION region;
  if (!query(addr, region) || region.State == MEM_FREE) return refusal(std::errc::invalid_argument);
  const bool whole =
      region.AllocationBase == addr && rest_of_allocation(addr) / page_size() == (length - 1) / page_size() + 1;
  return whole ? std::error_code{} : refusal(std::errc::operation_not_supported);
}

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

// For the functions that return their code.
template <class Function>
DWORD call_late(Function function, void* addr, std::size_t length, std::error_code& error) noexcept {
  if (function == nullptr) {
    error = refusal(std::errc::function_not_supported);
    return ERROR_SUCCESS;
  }
  return function(addr, length);
}

std::size_t get_write_watch(DWORD flags, void* addr, std::size_t length, std::span<void*> pages,
                            std::error_code& error) noexcept {
  ULONG_PTR count = pages.size();
  DWORD granularity = 0;
  if (os::GetWriteWatch(flags, addr, length, pages.data(), &count, &granularity) == 0) return count;
  error = last_error();
  return 0;
}

}  // namespace

void virtual_free(void* addr, std::size_t length, free_flag flags, std::error_code& error) noexcept {
  if (const auto misuse = check_free(addr, length, flags)) {
    error = misuse;
    return;
  }
  const bool sized = has(flags, free_flag::decommit) || has_any(flags, placeholder_flags);
  if (!os::VirtualFree(addr, sized ? length : 0, native_set(flags))) error = last_error();
}

void offer_memory(void* addr, std::size_t length, offer_priority priority, std::error_code& error) noexcept {
  if (late().offer_virtual_memory == nullptr) {
    error = refusal(std::errc::function_not_supported);
    return;
  }
  const DWORD code =
      os::call("offer_virtual_memory", late().offer_virtual_memory, addr, length, native_value(priority).value_or(0));
  if (code != ERROR_SUCCESS) error = windows_error(code);
}

// "Busy": the system has taken the content.
bool reclaim_memory(void* addr, std::size_t length, std::error_code& error) noexcept {
  const DWORD code = call_late(late().reclaim_virtual_memory, addr, length, error);
  if (code != ERROR_SUCCESS && code != ERROR_BUSY) error = windows_error(code);
  return code == ERROR_SUCCESS && !error;
}

void discard_memory(void* addr, std::size_t length, std::error_code& error) noexcept {
  const DWORD code = call_late(late().discard_virtual_memory, addr, length, error);
  if (code != ERROR_SUCCESS) error = windows_error(code);
}

// The protection is ignored, and must be one all the same.
void reset_memory(void* addr, std::size_t length, std::error_code& error) noexcept {
  const auto pages = pages_within(addr, length);
  if (pages.length != 0 && os::VirtualAlloc(pages.first, pages.length, MEM_RESET, PAGE_NOACCESS) == nullptr)
    error = last_error();
}

// Windows says that content is lost by failing, without a code for it: "invalid parameter" is what it says where it
// does not know the flag.
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

std::size_t written_pages(void* addr, std::size_t length, std::span<void*> pages, std::error_code& error) noexcept {
  return get_write_watch(0, addr, length, pages, error);
}

std::size_t take_written_pages(void* addr, std::size_t length, std::span<void*> pages,
                               std::error_code& error) noexcept {
  return get_write_watch(WRITE_WATCH_FLAG_RESET, addr, length, pages, error);
}

void reset_written_pages(void* addr, std::size_t length, std::error_code& error) noexcept {
  if (os::ResetWriteWatch(addr, length) != 0) error = last_error();
}

}  // namespace mmapkit::backend
