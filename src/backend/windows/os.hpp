// Every function of Windows that can fail, under its own name: os::CreateFileW is ::CreateFileW. A test build makes
// each of them fail here.
#pragma once

#include <type_traits>
#include <utility>

#include "api.hpp"
#include "backend/fault_injection.hpp"

#include <psapi.h>

namespace mmapkit::backend::os {

// The result of a call that fails: its error code, or a null value after SetLastError.
template <class Result>
Result failed(int code) noexcept {
  constexpr LONG unsuccessful = static_cast<LONG>(0xC0000001);  // an NTSTATUS
  if constexpr (std::is_same_v<Result, DWORD>) return static_cast<DWORD>(code);
  if constexpr (std::is_same_v<Result, LONG>) return unsuccessful;
  SetLastError(static_cast<DWORD>(code));
  return Result{};
}

// A function that was found at run time.
template <class Function, class... Argument>
auto call(const char* name, Function function, Argument... argument) noexcept {
  if (const int code = fault_injection::failure_of(name)) return failed<decltype(function(argument...))>(code);
  return function(argument...);
}

#define MMAPKIT_SYSTEM_CALL(name)                                                                                \
  template <class... Argument>                                                                                   \
  auto name(Argument... argument) noexcept {                                                                     \
    if (const int code = fault_injection::failure_of(#name)) return failed<decltype(::name(argument...))>(code); \
    return ::name(argument...);                                                                                  \
  }

MMAPKIT_SYSTEM_CALL(AddVectoredExceptionHandler)
MMAPKIT_SYSTEM_CALL(AdjustTokenPrivileges)
MMAPKIT_SYSTEM_CALL(AllocateUserPhysicalPages)
MMAPKIT_SYSTEM_CALL(CreateFileMappingW)
MMAPKIT_SYSTEM_CALL(CreateMemoryResourceNotification)
MMAPKIT_SYSTEM_CALL(CreateMutexW)
MMAPKIT_SYSTEM_CALL(DeleteFileW)
MMAPKIT_SYSTEM_CALL(DeviceIoControl)
MMAPKIT_SYSTEM_CALL(DuplicateHandle)
MMAPKIT_SYSTEM_CALL(FlushFileBuffers)
MMAPKIT_SYSTEM_CALL(FlushInstructionCache)
MMAPKIT_SYSTEM_CALL(FlushViewOfFile)
MMAPKIT_SYSTEM_CALL(FreeUserPhysicalPages)
MMAPKIT_SYSTEM_CALL(GetFileInformationByHandle)
MMAPKIT_SYSTEM_CALL(GetFileInformationByHandleEx)
MMAPKIT_SYSTEM_CALL(GetFileSizeEx)
MMAPKIT_SYSTEM_CALL(GetFinalPathNameByHandleW)
MMAPKIT_SYSTEM_CALL(GetMappedFileNameW)
MMAPKIT_SYSTEM_CALL(GetProcessWorkingSetSizeEx)
MMAPKIT_SYSTEM_CALL(GetVolumeInformationW)
MMAPKIT_SYSTEM_CALL(LockFileEx)
MMAPKIT_SYSTEM_CALL(LookupPrivilegeValueW)
MMAPKIT_SYSTEM_CALL(MapUserPhysicalPages)
MMAPKIT_SYSTEM_CALL(MapViewOfFile)
MMAPKIT_SYSTEM_CALL(MapViewOfFileEx)
MMAPKIT_SYSTEM_CALL(MapViewOfFileExNuma)
MMAPKIT_SYSTEM_CALL(MoveFileExW)
MMAPKIT_SYSTEM_CALL(OpenFileMappingW)
MMAPKIT_SYSTEM_CALL(OpenProcessToken)
MMAPKIT_SYSTEM_CALL(QueryMemoryResourceNotification)
MMAPKIT_SYSTEM_CALL(QueryWorkingSetEx)
MMAPKIT_SYSTEM_CALL(ReadFile)
MMAPKIT_SYSTEM_CALL(ReadProcessMemory)
MMAPKIT_SYSTEM_CALL(ReleaseMutex)
MMAPKIT_SYSTEM_CALL(SetFileInformationByHandle)
MMAPKIT_SYSTEM_CALL(SetProcessWorkingSetSizeEx)
MMAPKIT_SYSTEM_CALL(UnlockFileEx)
MMAPKIT_SYSTEM_CALL(UnmapViewOfFile)
MMAPKIT_SYSTEM_CALL(VirtualAlloc)
MMAPKIT_SYSTEM_CALL(VirtualAllocExNuma)
MMAPKIT_SYSTEM_CALL(VirtualFree)
MMAPKIT_SYSTEM_CALL(VirtualLock)
MMAPKIT_SYSTEM_CALL(VirtualProtect)
MMAPKIT_SYSTEM_CALL(VirtualQuery)
MMAPKIT_SYSTEM_CALL(VirtualUnlock)
MMAPKIT_SYSTEM_CALL(WaitForSingleObject)

#undef MMAPKIT_SYSTEM_CALL

// NOLINTBEGIN(readability-identifier-naming): the system's names

template <class... Argument>
HANDLE CreateFileW(Argument... argument) noexcept {
  const int code = fault_injection::failure_of("CreateFileW");
  if (code == 0) return ::CreateFileW(argument...);
  failed<BOOL>(code);
  return INVALID_HANDLE_VALUE;
}

// These return 0 on success, and set the last error otherwise.
template <class... Argument>
UINT GetWriteWatch(Argument... argument) noexcept {
  const int code = fault_injection::failure_of("GetWriteWatch");
  return code == 0 ? ::GetWriteWatch(argument...) : static_cast<UINT>(!failed<BOOL>(code));
}

template <class... Argument>
UINT ResetWriteWatch(Argument... argument) noexcept {
  const int code = fault_injection::failure_of("ResetWriteWatch");
  return code == 0 ? ::ResetWriteWatch(argument...) : static_cast<UINT>(!failed<BOOL>(code));
}

// The handle is closed also where the call fails.
inline BOOL CloseHandle(HANDLE handle) noexcept {
  const BOOL result = ::CloseHandle(handle);
  const int code = fault_injection::failure_of("CloseHandle");
  return code == 0 ? result : failed<BOOL>(code);
}

// NOLINTEND(readability-identifier-naming)

}  // namespace mmapkit::backend::os
