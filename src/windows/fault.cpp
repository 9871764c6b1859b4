// Faults in files as exceptions: EXCEPTION_IN_PAGE_ERROR.
#include <algorithm>
#include <atomic>
#include <cstring>

#include "../backend.hpp"
#include "../fault_record.hpp"
#include "late_functions.hpp"
#include "memory_query.hpp"
#include "os.hpp"
#include "view_repair.hpp"

namespace mmapkit::backend {
namespace {

struct copying {  // NOLINT(cppcoreguidelines-pro-type-member-init): RtlCaptureContext fills it
  const std::byte* first = nullptr;
  std::size_t length = 0;
  CONTEXT before;
  fault_kind kind = fault_kind::unknown;
  volatile bool failed = false;
};

// Not thread_local: MinGW's allocates where a handler is the first to look. Of a fiber, which has a stack of its own.
DWORD copy_slot = FLS_OUT_OF_INDEXES;
DWORD guard_slot = FLS_OUT_OF_INDEXES;
bool is_wine = false;

// The third parameter of the exception: an NTSTATUS.
fault_kind told_by(const EXCEPTION_RECORD& fault) noexcept {
  constexpr ULONG_PTR end_of_file = 0xC0000011;
  constexpr ULONG_PTR disk_full = 0xC000007F;
  constexpr ULONG_PTR quota_exceeded = 0xC0000044;
  if (fault.ExceptionCode != EXCEPTION_IN_PAGE_ERROR || fault.NumberParameters < 3) return fault_kind::unknown;
  switch (fault.ExceptionInformation[2] & 0xFFFFFFFFU) {
    case end_of_file: return fault_kind::truncated;
    case disk_full:
    case quota_exceeded: return fault_kind::no_space;
    default: return fault_kind::input_output;
  }
}

// Wine calls a page of a file that is gone an access violation: one where nothing was forbidden.
bool was_allowed(const EXCEPTION_RECORD& fault) noexcept {
  constexpr DWORD stored_to = writable_pages | copy_on_write;
  constexpr DWORD loaded_from = stored_to | PAGE_READONLY | PAGE_EXECUTE_READ;
  const auto access = fault.ExceptionInformation[0];
  MEMORY_BASIC_INFORMATION region;
  if (access > 1 || !query(reinterpret_cast<const void*>(fault.ExceptionInformation[1]), region)) return false;
  return region.State == MEM_COMMIT && (region.Protect & PAGE_GUARD) == 0 &&
         (region.Protect & (access == 1 ? stored_to : loaded_from)) != 0;
}

bool is_fault_of_file(const EXCEPTION_RECORD& fault) noexcept {
  if (fault.NumberParameters < 2) return false;
  if (fault.ExceptionCode == EXCEPTION_IN_PAGE_ERROR) return true;
  return is_wine && fault.ExceptionCode == EXCEPTION_ACCESS_VIOLATION && was_allowed(fault);
}

// Whether the thread can go on: from before its copy, or with the access, which is made again.
bool mend(const EXCEPTION_RECORD& fault, CONTEXT& context) noexcept {
  const auto* const at = reinterpret_cast<const std::byte*>(fault.ExceptionInformation[1]);
  if (auto* const copy = static_cast<copying*>(FlsGetValue(copy_slot));
      copy != nullptr && contains(copy->first, copy->length, at)) {
    if (!is_fault_of_file(fault)) return false;
    copy->kind = told_by(fault);
    copy->failed = true;
    context = copy->before;
    return true;
  }
  const auto* guard = static_cast<const detail::guarded_range*>(FlsGetValue(guard_slot));
  while (guard != nullptr && !contains(guard->first, guard->length, at)) guard = guard->outer;
  if (guard == nullptr || !is_fault_of_file(fault)) return false;
  record_fault(*guard->faults, at < guard->data ? 0 : static_cast<std::size_t>(at - guard->data), told_by(fault));
  return repair(*guard, at);
}

LONG CALLBACK on_exception(EXCEPTION_POINTERS* exception) {
  const auto& fault = *exception->ExceptionRecord;
  if (fault.ExceptionCode != EXCEPTION_IN_PAGE_ERROR && fault.ExceptionCode != EXCEPTION_ACCESS_VIOLATION)
    return EXCEPTION_CONTINUE_SEARCH;
  const DWORD code = GetLastError();
  const bool mended = fault.NumberParameters >= 2 && mend(fault, *exception->ContextRecord);
  SetLastError(code);
  return mended ? EXCEPTION_CONTINUE_EXECUTION : EXCEPTION_CONTINUE_SEARCH;
}

// The handler stays, and so has its code to, also where it is in a DLL.
DWORD install() noexcept {
#if defined(__i386__) || defined(_M_IX86)
  // RtlCaptureContext tells of the caller's caller there.
  return ERROR_CALL_NOT_IMPLEMENTED;
#else
  HMODULE module = nullptr;
  if (!GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                          reinterpret_cast<const wchar_t*>(&on_exception), &module))
    return GetLastError();
  is_wine = GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != nullptr;
  static_cast<void>(late());
  copy_slot = FlsAlloc(nullptr);
  guard_slot = FlsAlloc(nullptr);
  if (copy_slot == FLS_OUT_OF_INDEXES || guard_slot == FLS_OUT_OF_INDEXES) return ERROR_NOT_ENOUGH_MEMORY;
  return os::AddVectoredExceptionHandler(1, on_exception) != nullptr ? NO_ERROR : ERROR_NOT_ENOUGH_MEMORY;
#endif
}

}  // namespace

bool catches_faults() noexcept { return false; }  // a fiber is asked each time

// The first value of a slot takes memory; the later ones do not.
void catch_faults(std::error_code& error) noexcept {
  static const DWORD failed = install();
  if (failed != NO_ERROR)
    error = windows_error(failed);
  else if (!FlsSetValue(copy_slot, FlsGetValue(copy_slot)) || !FlsSetValue(guard_slot, FlsGetValue(guard_slot)))
    error = last_error();
}

bool open_guard(detail::guarded_range& /*guard*/) noexcept { return false; }

void open_guard(detail::guarded_range& guard, std::error_code& error) noexcept {
  catch_faults(error);
  if (error) return;
  open_repair(guard, error);
  if (error) return;
  guard.outer = static_cast<const detail::guarded_range*>(FlsGetValue(guard_slot));
  FlsSetValue(guard_slot, &guard);
  std::atomic_signal_fence(std::memory_order_seq_cst);
}

void close_guard(const detail::guarded_range& guard) noexcept {
  std::atomic_signal_fence(std::memory_order_seq_cst);
  FlsSetValue(guard_slot, const_cast<detail::guarded_range*>(guard.outer));
  close_repair(guard);
}

namespace {

// Page by page, so that what cannot be accessed begins where a step does.
[[gnu::noinline]] void copy_pages(std::byte* to, const std::byte* from, std::size_t length, const std::byte* guarded,
                                  volatile std::size_t& done) noexcept {
  const auto unit = page_size();
  for (std::size_t at = 0; at != length;) {
    const auto step = std::min(unit - reinterpret_cast<std::uintptr_t>(guarded + at) % unit, length - at);
    std::memcpy(to + at, from + at, step);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    at += step;
    done = at;
  }
}

}  // namespace

bool copy_at_once(std::byte* /*to*/, const std::byte* /*from*/, std::size_t /*length*/,
                  const std::byte* /*guarded*/) noexcept {
  return false;
}

// The handler puts the thread back to where the context was captured, as longjmp would, and nothing is unwound: memcpy
// and copy_pages have nothing to close.
std::size_t copy_guarded(std::byte* to, const std::byte* from, std::size_t length, const std::byte* guarded,
                         fault_kind& kind) noexcept {
  volatile std::size_t done = 0;
  copying here{.first = guarded, .length = length, .before = {}};
  void* const outer = FlsGetValue(copy_slot);
  RtlCaptureContext(&here.before);
  if (!here.failed) {
    FlsSetValue(copy_slot, &here);
    copy_pages(to, from, length, guarded, done);
  }
  FlsSetValue(copy_slot, outer);
  kind = here.kind;
  return done;
}

fault_kind judge_fault(native_handle file, std::uint64_t offset) noexcept {
  LARGE_INTEGER size;
  if (!os::GetFileSizeEx(file.get(), &size)) return fault_kind::unknown;
  if (static_cast<std::uint64_t>(size.QuadPart) <= offset) return fault_kind::truncated;
  std::byte byte{};
  std::error_code error;
  read_file(file, offset, {&byte, 1}, error);
  return error.value() == ERROR_CRC || error.value() == ERROR_IO_DEVICE ? fault_kind::input_output
                                                                        : fault_kind::unknown;
}

}  // namespace mmapkit::backend
