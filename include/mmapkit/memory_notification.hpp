// What Windows tells of the machine's memory: whether it is short, and whether some of it is broken.
#pragma once

#include <cstdint>
#include <system_error>

#include <mmapkit/flags.hpp>
#include <mmapkit/native_handle.hpp>

namespace mmapkit {

// What memory_notification watches. Not a set. Between the two, neither holds.
// Source: CreateMemoryResourceNotification.
enum class memory_condition : std::uint8_t { low, high };

template <>
inline constexpr flag_row<memory_condition> rows<memory_condition>[] = {
    {memory_condition::low, "low", mark::windows, "Windows XP", "memory is short: time to give some back"},
    {memory_condition::high, "high", mark::windows, "Windows XP", "there is plenty: caches may grow"},
};

// HANDLE CreateMemoryResourceNotification(MEMORY_RESOURCE_NOTIFICATION_TYPE);
//
// A handle that is signaled while the condition holds: for WaitForSingleObject and its relatives, and for
// memory_condition_holds. close_file it.
// Throws: mmap_error. Platforms: Windows. Source: CreateMemoryResourceNotification.
//
//     const auto low = memory_notification(memory_condition::low);
[[nodiscard]] MMAPKIT_EXPORT native_handle memory_notification(memory_condition condition);
[[nodiscard]] MMAPKIT_EXPORT native_handle memory_notification(memory_condition condition,
                                                               std::error_code& error) noexcept;

// BOOL QueryMemoryResourceNotification(HANDLE, PBOOL);
//
// Whether the condition of a memory_notification holds now; does not wait.
// Throws: mmap_error. Platforms: Windows. Source: QueryMemoryResourceNotification.
//
//     if (memory_condition_holds(low)) cache.shrink();
[[nodiscard]] MMAPKIT_EXPORT bool memory_condition_holds(native_handle notification);
[[nodiscard]] MMAPKIT_EXPORT bool memory_condition_holds(native_handle notification, std::error_code& error) noexcept;

// PVOID RegisterBadMemoryNotification(PBAD_MEMORY_CALLBACK_ROUTINE); BOOL UnregisterBadMemoryNotification(PVOID);
//
// From now on the system calls `callback`, on a thread of its own, whenever it has found broken memory; which pages,
// the call does not tell. One callback at a time. Returns what unregister_bad_memory_notification takes. Throws:
// mmap_error; function_not_supported before Windows 8. Platforms: Windows. Source: RegisterBadMemoryNotification,
// UnregisterBadMemoryNotification.
//
//     void* const watch = register_bad_memory_notification([] { must_verify = true; });
//     unregister_bad_memory_notification(watch);
using bad_memory_callback = void (*)();
[[nodiscard]] MMAPKIT_EXPORT void* register_bad_memory_notification(bad_memory_callback callback);
[[nodiscard]] MMAPKIT_EXPORT void* register_bad_memory_notification(bad_memory_callback callback,
                                                                    std::error_code& error) noexcept;
MMAPKIT_EXPORT void unregister_bad_memory_notification(void* registration);
MMAPKIT_EXPORT void unregister_bad_memory_notification(void* registration, std::error_code& error) noexcept;

// What the machine does about broken memory.
struct memory_error_support {
  bool patrol_scrubber = false;  // the hardware searches all of it for errors
  std::uint32_t native = 0;      // all bits, those without a name here too
};

// BOOL GetMemoryErrorHandlingCapabilities(PULONG);
//
// Throws: mmap_error; function_not_supported before Windows 8. Platforms: Windows. Source:
// GetMemoryErrorHandlingCapabilities.
//
//     if (memory_error_handling().patrol_scrubber) ...
[[nodiscard]] MMAPKIT_EXPORT memory_error_support memory_error_handling();
[[nodiscard]] MMAPKIT_EXPORT memory_error_support memory_error_handling(std::error_code& error) noexcept;

}  // namespace mmapkit
