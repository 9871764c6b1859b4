// Every system call of this backend that can fail, under its own name: os::CreateFileW is ::CreateFileW. They go
// through here so that a test build can make each of them fail.
#pragma once

#include <type_traits>
#include <utility>

#include "../seam.hpp"
#include "api.hpp"

#include <psapi.h>

namespace mmapkit::backend::os {

// What a call returns that fails: its error, or nothing, and GetLastError tells.
template <class Result>
Result failed(int code) noexcept {
  constexpr LONG unsuccessful = static_cast<LONG>(0xC0000001);  // an NTSTATUS
  if constexpr (std::is_same_v<Result, DWORD>) return static_cast<DWORD>(code);
  if constexpr (std::is_same_v<Result, LONG>) return unsuccessful;
  SetLastError(static_cast<DWORD>(code));
  return Result{};
}

// A function that was looked up.
template <class Function, class... Argument>
auto call(const char* name, Function function, Argument... argument) noexcept {
  if (const int code = seam::failure_of(name)) return failed<decltype(function(argument...))>(code);
  return function(argument...);
}

#define MMAPKIT_SYSTEM_CALL(name)                                                                     \
  template <class... Argument>                                                                        \
  auto name(Argument... argument) noexcept {                                                          \
    if (const int code = seam::failure_of(#name)) return failed<decltype(::name(argument...))>(code); \
    return ::name(argument...);                                                                       \
  }

MMAPKIT_SYSTEM_CALL(AddVectoredExceptionHandler)
MMAPKIT_SYSTEM_CALL(AdjustTokenPrivileges)
MMAPKIT_SYSTEM_CALL(AllocateUserPhysicalPages)
MMAPKIT_SYSTEM_CALL(CreateFileMappingW)
MMAPKIT_SYSTEM_CALL(CreateMemoryResourceNotification)
MMAPKIT_SYSTEM_CALL(DeviceIoControl)
MMAPKIT_SYSTEM_CALL(FlushFileBuffers)
MMAPKIT_SYSTEM_CALL(FlushInstructionCache)
MMAPKIT_SYSTEM_CALL(FlushViewOfFile)
MMAPKIT_SYSTEM_CALL(FreeUserPhysicalPages)
MMAPKIT_SYSTEM_CALL(GetFileInformationByHandle)
MMAPKIT_SYSTEM_CALL(GetFileInformationByHandleEx)
MMAPKIT_SYSTEM_CALL(GetFileSizeEx)
MMAPKIT_SYSTEM_CALL(GetMappedFileNameW)
MMAPKIT_SYSTEM_CALL(GetProcessWorkingSetSizeEx)
MMAPKIT_SYSTEM_CALL(GetVolumeInformationW)
MMAPKIT_SYSTEM_CALL(LookupPrivilegeValueW)
MMAPKIT_SYSTEM_CALL(MapUserPhysicalPages)
MMAPKIT_SYSTEM_CALL(MapViewOfFile)
MMAPKIT_SYSTEM_CALL(MapViewOfFileEx)
MMAPKIT_SYSTEM_CALL(MapViewOfFileExNuma)
MMAPKIT_SYSTEM_CALL(OpenFileMappingW)
MMAPKIT_SYSTEM_CALL(OpenProcessToken)
MMAPKIT_SYSTEM_CALL(QueryMemoryResourceNotification)
MMAPKIT_SYSTEM_CALL(QueryWorkingSetEx)
MMAPKIT_SYSTEM_CALL(ReadFile)
MMAPKIT_SYSTEM_CALL(ReadProcessMemory)
MMAPKIT_SYSTEM_CALL(SetFileInformationByHandle)
MMAPKIT_SYSTEM_CALL(SetProcessWorkingSetSizeEx)
MMAPKIT_SYSTEM_CALL(UnmapViewOfFile)
MMAPKIT_SYSTEM_CALL(VirtualAlloc)
MMAPKIT_SYSTEM_CALL(VirtualAllocExNuma)
MMAPKIT_SYSTEM_CALL(VirtualFree)
MMAPKIT_SYSTEM_CALL(VirtualLock)
MMAPKIT_SYSTEM_CALL(VirtualProtect)
MMAPKIT_SYSTEM_CALL(VirtualQuery)
MMAPKIT_SYSTEM_CALL(VirtualUnlock)

#undef MMAPKIT_SYSTEM_CALL

// NOLINTBEGIN(readability-identifier-naming): the system's names

template <class... Argument>
HANDLE CreateFileW(Argument... argument) noexcept {
  const int code = seam::failure_of("CreateFileW");
  if (code == 0) return ::CreateFileW(argument...);
  failed<BOOL>(code);
  return INVALID_HANDLE_VALUE;
}

// They return 0 where they succeed, and GetLastError tells where not.
template <class... Argument>
UINT GetWriteWatch(Argument... argument) noexcept {
  const int code = seam::failure_of("GetWriteWatch");
  return code == 0 ? ::GetWriteWatch(argument...) : static_cast<UINT>(!failed<BOOL>(code));
}

template <class... Argument>
UINT ResetWriteWatch(Argument... argument) noexcept {
  const int code = seam::failure_of("ResetWriteWatch");
  return code == 0 ? ::ResetWriteWatch(argument...) : static_cast<UINT>(!failed<BOOL>(code));
}

// Where it fails the handle is closed all the same.
inline BOOL CloseHandle(HANDLE handle) noexcept {
  const BOOL result = ::CloseHandle(handle);
  const int code = seam::failure_of("CloseHandle");
  return code == 0 ? result : failed<BOOL>(code);
}

// NOLINTEND(readability-identifier-naming)

}  // namespace mmapkit::backend::os
