/// \file
/// Rules for the whole process, what its children inherit, and names that others see.
#pragma once

#include <cstddef>
#include <string_view>
#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/inherit.hpp>
#include <mmapkit/flags/process_control.hpp>
#include <mmapkit/flags/shadow_stack_flag.hpp>

namespace mmapkit {

/// `int minherit(void *addr, size_t len, int inherit);`
/// Says what fork gives to the child. `addr` is a multiple of page_size(), `length` in bytes, rounded up to pages.
///
/// \throws mmap_error
/// \par Platforms
/// macOS, the BSDs.
/// \par Example
/// \code{.cpp}
/// mmapkit::minherit(key, page_size(), inherit::none);
/// \endcode
/// \sa FreeBSD \freebsdman{minherit,2}
MMAPKIT_EXPORT void minherit(void* addr, std::size_t length, inherit what);
MMAPKIT_EXPORT void minherit(void* addr, std::size_t length, inherit what, std::error_code& error) noexcept;

/// `void *mquery(void *addr, size_t len, int prot, int flags, int fd, off_t offset);`
/// Where anonymous memory of that length would be mapped, without mapping it: at or after `addr`.
///
/// \throws mmap_error not_enough_memory.
/// \par Platforms
/// OpenBSD.
/// \par Example
/// \code{.cpp}
/// void* place = mmapkit::mquery(nullptr, 1 << 20);
/// \endcode
/// \sa OpenBSD \openbsdman{mquery,2}
[[nodiscard]] MMAPKIT_EXPORT void* mquery(void* addr, std::size_t length);
[[nodiscard]] MMAPKIT_EXPORT void* mquery(void* addr, std::size_t length, std::error_code& error) noexcept;

/// `int prctl(int option, ...);`
/// Sets a rule for this process.
///
/// \throws mmap_error invalid_argument where the kernel has not got it.
/// \par Platforms
/// Linux.
/// \par Example
/// \code{.cpp}
/// set_process_control(process_control::refuse_exec_gain);
/// \endcode
/// \sa Linux \linuxman{prctl,2}
MMAPKIT_EXPORT void set_process_control(process_control rule);
MMAPKIT_EXPORT void set_process_control(process_control rule, std::error_code& error) noexcept;

/// `int prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, addr, size, name);`
/// Names anonymous memory: "[anon:name]" in /proc/self/maps. `addr` is a multiple of page_size(), `length` in bytes,
/// rounded up to pages; an empty name takes the name away.
///
/// \throws mmap_error invalid_argument for a name of more than 79 bytes or with one of `[]\$` and the backtick;
/// operation_not_supported where the kernel is built without names.
/// \par Platforms
/// Linux 5.17.
/// \par Example
/// \code{.cpp}
/// name_region(heap, size, "index");
/// \endcode
/// \sa Linux \linuxman{prctl,2}, PR_SET_VMA
MMAPKIT_EXPORT void name_region(void* addr, std::size_t length, std::string_view name);
MMAPKIT_EXPORT void name_region(void* addr, std::size_t length, std::string_view name, std::error_code& error) noexcept;

/// `void *map_shadow_stack(unsigned long addr, unsigned long size, unsigned int flags);`
/// A stack for return addresses, which plain stores cannot change. Null lets the system choose where.
///
/// \throws mmap_error function_not_supported or operation_not_supported where the processor or kernel has none.
/// \par Platforms
/// Linux 6.6 on x86-64, 6.13 on arm64. Unmapped by munmap.
/// \par Example
/// \code{.cpp}
/// void* stack = mmapkit::map_shadow_stack(nullptr, 1 << 20, shadow_stack_flag::set_token);
/// \endcode
/// \sa Linux \linuxman{map_shadow_stack,2}
[[nodiscard]] MMAPKIT_EXPORT void* map_shadow_stack(void* addr, std::size_t length,
                                                    shadow_stack_flag flags = shadow_stack_flag::none);
[[nodiscard]] MMAPKIT_EXPORT void* map_shadow_stack(void* addr, std::size_t length, shadow_stack_flag flags,
                                                    std::error_code& error) noexcept;

}  // namespace mmapkit
