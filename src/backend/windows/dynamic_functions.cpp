#include "dynamic_functions.hpp"

namespace mmapkit::backend {
namespace {

template <class Function>
void find(Function& function, const wchar_t* library, const char* name) noexcept {
  const HMODULE module = GetModuleHandleW(library);
  if (module == nullptr) return;
  function = reinterpret_cast<Function>(reinterpret_cast<void*>(GetProcAddress(module, name)));
}

}  // namespace

const dynamic_functions& dynamic() noexcept {
  static const dynamic_functions found = [] {
    dynamic_functions all;
    constexpr auto* base = L"kernelbase.dll";
    find(all.prefetch_virtual_memory, base, "PrefetchVirtualMemory");
    find(all.unmap_view_of_file_ex, base, "UnmapViewOfFileEx");
    find(all.get_process_mitigation_policy, base, "GetProcessMitigationPolicy");
    find(all.register_bad_memory_notification, base, "RegisterBadMemoryNotification");
    find(all.unregister_bad_memory_notification, base, "UnregisterBadMemoryNotification");
    find(all.get_memory_error_handling_capabilities, base, "GetMemoryErrorHandlingCapabilities");
    find(all.offer_virtual_memory, base, "OfferVirtualMemory");
    find(all.reclaim_virtual_memory, base, "ReclaimVirtualMemory");
    find(all.discard_virtual_memory, base, "DiscardVirtualMemory");
    find(all.set_process_valid_call_targets, base, "SetProcessValidCallTargets");
    find(all.unmap_view_of_file2, base, "UnmapViewOfFile2");
    find(all.virtual_alloc2, base, "VirtualAlloc2");
    find(all.map_view_of_file3, base, "MapViewOfFile3");
    find(all.nt_get_next_thread, L"ntdll.dll", "NtGetNextThread");
    find(all.nt_query_section, L"ntdll.dll", "NtQuerySection");
    return all;
  }();
  return found;
}

}  // namespace mmapkit::backend
