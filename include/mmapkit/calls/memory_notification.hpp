/// \file
/// What Windows tells of the machine's memory: whether it is short, and whether some of it is broken.
#pragma once

#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/memory_condition.hpp>
#include <mmapkit/flags/memory_error_support.hpp>
#include <mmapkit/flags/native_handle.hpp>

namespace mmapkit {

/// `HANDLE CreateMemoryResourceNotification(MEMORY_RESOURCE_NOTIFICATION_TYPE);`
/// A handle that is signaled while the condition holds: for WaitForSingleObject and its relatives, and for
/// memory_condition_holds. close_file it.
///
/// \throws mmap_error
/// \par Platforms
/// Windows.
/// \par Example
/// \code{.cpp}
/// const auto low = memory_notification(memory_condition::low);
/// \endcode
/// \sa \win32{memoryapi,CreateMemoryResourceNotification}
[[nodiscard]] MMAPKIT_EXPORT native_handle memory_notification(memory_condition condition);
[[nodiscard]] MMAPKIT_EXPORT native_handle memory_notification(memory_condition condition,
                                                               std::error_code& error) noexcept;

/// `BOOL QueryMemoryResourceNotification(HANDLE, PBOOL);`
/// Whether the condition of a memory_notification holds now; does not wait.
///
/// \throws mmap_error
/// \par Platforms
/// Windows.
/// \par Example
/// \code{.cpp}
/// if (memory_condition_holds(low)) cache.shrink();
/// \endcode
/// \sa \win32{memoryapi,QueryMemoryResourceNotification}
[[nodiscard]] MMAPKIT_EXPORT bool memory_condition_holds(native_handle notification);
[[nodiscard]] MMAPKIT_EXPORT bool memory_condition_holds(native_handle notification, std::error_code& error) noexcept;

/// `PVOID RegisterBadMemoryNotification(PBAD_MEMORY_CALLBACK_ROUTINE); BOOL UnregisterBadMemoryNotification(PVOID);`
/// From now on the system calls `callback`, on a thread of its own, whenever it has found broken memory; which pages,
/// the call does not tell. One callback at a time. Returns what unregister_bad_memory_notification takes.
///
/// \throws mmap_error function_not_supported before Windows 8.
/// \par Platforms
/// Windows.
/// \par Example
/// \code{.cpp}
/// void* const watch = register_bad_memory_notification([] { must_verify = true; });
/// unregister_bad_memory_notification(watch);
/// \endcode
/// \sa \win32{memoryapi,RegisterBadMemoryNotification}, \win32{memoryapi,UnregisterBadMemoryNotification}
[[nodiscard]] MMAPKIT_EXPORT void* register_bad_memory_notification(bad_memory_callback callback);
[[nodiscard]] MMAPKIT_EXPORT void* register_bad_memory_notification(bad_memory_callback callback,
                                                                    std::error_code& error) noexcept;
MMAPKIT_EXPORT void unregister_bad_memory_notification(void* registration);
MMAPKIT_EXPORT void unregister_bad_memory_notification(void* registration, std::error_code& error) noexcept;

/// `BOOL GetMemoryErrorHandlingCapabilities(PULONG);`
/// What the machine does about errors of its memory.
///
/// \throws mmap_error function_not_supported before Windows 8.
/// \par Platforms
/// Windows.
/// \par Example
/// \code{.cpp}
/// if (memory_error_handling().patrol_scrubber) ...
/// \endcode
/// \sa \win32{memoryapi,GetMemoryErrorHandlingCapabilities}
[[nodiscard]] MMAPKIT_EXPORT memory_error_support memory_error_handling();
[[nodiscard]] MMAPKIT_EXPORT memory_error_support memory_error_handling(std::error_code& error) noexcept;

}  // namespace mmapkit
