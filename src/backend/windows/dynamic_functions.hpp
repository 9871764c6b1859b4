// A table of functions found at run time: null where this Windows does not have them.
#pragma once

#include "api.hpp"

namespace mmapkit::backend {

// Since Windows 8, except where noted.
struct dynamic_functions {
  BOOL(WINAPI* prefetch_virtual_memory)(HANDLE, ULONG_PTR, WIN32_MEMORY_RANGE_ENTRY*, ULONG) = nullptr;
  BOOL(WINAPI* unmap_view_of_file_ex)(PVOID, ULONG) = nullptr;
  BOOL(WINAPI* get_process_mitigation_policy)(HANDLE, PROCESS_MITIGATION_POLICY, PVOID, SIZE_T) = nullptr;

  void*(WINAPI* register_bad_memory_notification)(void(WINAPI*)()) = nullptr;
  BOOL(WINAPI* unregister_bad_memory_notification)(void*) = nullptr;
  BOOL(WINAPI* get_memory_error_handling_capabilities)(ULONG*) = nullptr;

  // Windows 8.1. The priority is an OFFER_PRIORITY.
  DWORD(WINAPI* offer_virtual_memory)(PVOID, SIZE_T, ULONG) = nullptr;
  DWORD(WINAPI* reclaim_virtual_memory)(const void*, SIZE_T) = nullptr;
  DWORD(WINAPI* discard_virtual_memory)(PVOID, SIZE_T) = nullptr;

  // Windows 10.
  BOOL(WINAPI* set_process_valid_call_targets)(HANDLE, PVOID, SIZE_T, ULONG, CFG_CALL_TARGET_INFO*) = nullptr;

  // Windows 10 1703.
  BOOL(WINAPI* unmap_view_of_file2)(HANDLE, PVOID, ULONG) = nullptr;

  // Windows 10 1803.
  PVOID(WINAPI* virtual_alloc2)(HANDLE, PVOID, SIZE_T, ULONG, ULONG, MEM_EXTENDED_PARAMETER*, ULONG) = nullptr;
  PVOID(WINAPI* map_view_of_file3)
  (HANDLE, HANDLE, PVOID, ULONG64, SIZE_T, ULONG, ULONG, MEM_EXTENDED_PARAMETER*, ULONG) = nullptr;

  // In ntdll since Windows Vista, without an import library.
  LONG(NTAPI* nt_get_next_thread)(HANDLE, HANDLE, ACCESS_MASK, ULONG, ULONG, HANDLE*) = nullptr;
  LONG(NTAPI* nt_query_section)(HANDLE, ULONG, PVOID, SIZE_T, SIZE_T*) = nullptr;
};

const dynamic_functions& dynamic() noexcept;

}  // namespace mmapkit::backend
