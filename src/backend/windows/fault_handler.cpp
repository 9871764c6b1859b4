// Faults in files as exceptions: EXCEPTION_IN_PAGE_ERROR.
#include <algorithm>
#include <atomic>
#include <cstring>

#include <mmapkit/flags/fault_kind.hpp>

#include "api.hpp"
#include "backend/fault_record.hpp"
#include "backend/faults.hpp"
#include "backend/system.hpp"
#include "dynamic_functions.hpp"
#include "memory_query.hpp"
#include "os.hpp"
#include "store_to_pages.hpp"
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

// Not thread_local: with MinGW the first access, which may be in a handler, allocates memory. Fiber-local, since a
// fiber has a stack of its own.
DWORD copy_slot = FLS_OUT_OF_INDEXES;
DWORD guard_slot = FLS_OUT_OF_INDEXES;
bool is_wine = false;

// The third parameter of the exception: an NTSTATUS.
fault_kind kind_of(const EXCEPTION_RECORD& fault) noexcept {
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

// Wine reports a page behind the end of a file as an access violation: one for an access that the protection allows.
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

// Whether the thread can continue: from before its copy, or with the access, which is repeated.
bool handle(const EXCEPTION_RECORD& fault, CONTEXT& context) noexcept {
  const auto* const at = reinterpret_cast<const std::byte*>(fault.ExceptionInformation[1]);
  if (auto* const copy = static_cast<copying*>(FlsGetValue(copy_slot));
      copy != nullptr && contains(copy->first, copy->length, at)) {
    if (!is_fault_of_file(fault)) return false;
    copy->kind = kind_of(fault);
    copy->failed = true;
    context = copy->before;
    return true;
  }
  const auto* guard = static_cast<const detail::guarded_range*>(FlsGetValue(guard_slot));
  while (guard != nullptr && !guards(*guard, at, page_size())) guard = guard->outer;
  if (guard == nullptr || !is_fault_of_file(fault)) return false;
  record_fault(*guard->faults, lost_offset(*guard, at), kind_of(fault));
  lower_zeros(*guard->faults, at - reinterpret_cast<std::uintptr_t>(at) % page_size());
  return repair(*guard, at);
}

LONG CALLBACK on_exception(EXCEPTION_POINTERS* exception) {
  const auto& fault = *exception->ExceptionRecord;
  if (fault.ExceptionCode != EXCEPTION_IN_PAGE_ERROR && fault.ExceptionCode != EXCEPTION_ACCESS_VIOLATION)
    return EXCEPTION_CONTINUE_SEARCH;
  const DWORD code = GetLastError();
  const bool handled = fault.NumberParameters >= 2 && handle(fault, *exception->ContextRecord);
  SetLastError(code);
  return handled ? EXCEPTION_CONTINUE_EXECUTION : EXCEPTION_CONTINUE_SEARCH;
}

// RtlCaptureContext captures the caller of the caller on x86.
#if defined(__i386__) || defined(_M_IX86)
constexpr bool captures_caller = false;
#else
constexpr bool captures_caller = true;
#endif

// The handler is never removed, so the module that contains it is pinned.
DWORD install() noexcept {
  if constexpr (!captures_caller) return ERROR_CALL_NOT_IMPLEMENTED;
  HMODULE module = nullptr;
  if (!GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                          reinterpret_cast<const wchar_t*>(&on_exception), &module))
    return GetLastError();
  is_wine = GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != nullptr;
  static_cast<void>(dynamic());
  copy_slot = FlsAlloc(nullptr);
  guard_slot = FlsAlloc(nullptr);
  if (copy_slot == FLS_OUT_OF_INDEXES || guard_slot == FLS_OUT_OF_INDEXES) return ERROR_NOT_ENOUGH_MEMORY;
  return os::AddVectoredExceptionHandler(1, on_exception) != nullptr ? NO_ERROR : ERROR_NOT_ENOUGH_MEMORY;
}

}  // namespace

bool catches_faults() noexcept { return false; }  // a fiber is asked each time

// Setting a slot for the first time allocates memory; later it does not.
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

// Calls step(offset, length) up to each page boundary, so that a fault is at the begin of a step.
template <class Step>
__declspec(noinline) void each_page(const copying& here, volatile std::size_t& done, const Step& step) noexcept {
  const auto unit = page_size();
  for (std::size_t at = 0; at != here.length;) {
    const auto length = std::min(unit - reinterpret_cast<std::uintptr_t>(here.first + at) % unit, here.length - at);
    step(at, length);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    at += length;
    done = at;
  }
}

// The handler continues where the context was captured, as longjmp would. Nothing is unwound: the steps have no
// destructors. Returns how many bytes did not fault.
template <class Step>
std::size_t until_fault(const std::byte* first, std::size_t length, fault_kind& kind, const Step& step) noexcept {
  volatile std::size_t done = 0;
  copying here{.first = first, .length = length, .before = {}};
  void* const outer = FlsGetValue(copy_slot);
  RtlCaptureContext(&here.before);
  if (!here.failed) {
    FlsSetValue(copy_slot, &here);
    each_page(here, done, step);
  }
  FlsSetValue(copy_slot, outer);
  kind = here.kind;
  return done;
}

}  // namespace

bool copy_at_once(std::byte* /*to*/, const std::byte* /*from*/, std::size_t /*length*/,
                  const std::byte* /*guarded*/) noexcept {
  return false;
}

std::size_t copy_guarded(std::byte* to, const std::byte* from, std::size_t length, const std::byte* guarded,
                         fault_kind& kind) noexcept {
  return until_fault(guarded, length, kind,
                     [&](std::size_t at, std::size_t step) { std::memcpy(to + at, from + at, step); });
}

// The compiler must not see that nothing changes: it would leave the store out.
std::size_t windows::store_to_pages(std::byte* first, std::size_t length, fault_kind& kind) noexcept {
  volatile unsigned char nothing = 0;
  return until_fault(first, length, kind, [&](std::size_t at, std::size_t /*step*/) {
    atomic_of(reinterpret_cast<unsigned char&>(first[at])).fetch_or(nothing, std::memory_order_relaxed);
  });
}

}  // namespace mmapkit::backend
