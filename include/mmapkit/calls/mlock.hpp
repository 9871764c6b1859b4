/// \file
/// Locking pages into memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/flag_set.hpp>
#include <mmapkit/flags/lock_flag.hpp>
#include <mmapkit/flags/mlockall_flag.hpp>

namespace mmapkit {

/// `int mlock(const void *addr, size_t len);`
/// Reads every page of the range in and keeps it in memory until munlock or munmap. `length` is in bytes; the range is
/// rounded outwards to whole pages. Locks do not add up: one munlock undoes any number of them.
///
/// \throws mmap_error not_enough_memory beyond the limit (RLIMIT_MEMLOCK; the text says so, and how large it is) or
/// where part of the range is not mapped.
/// \par Platforms
/// Every. On Windows, where locked pages count against the minimum of the working set, that is raised as far as it
/// needs to be.
/// \par Example
/// \code{.cpp}
/// mmapkit::mlock(key, sizeof key);
/// \endcode
/// \sa POSIX.1-2024 \posix{mlock}; \win32{memoryapi,VirtualLock}
MMAPKIT_EXPORT void mlock(const void* addr, std::size_t length);
MMAPKIT_EXPORT void mlock(const void* addr, std::size_t length, std::error_code& error) noexcept;

/// `int mlock2(const void *addr, size_t len, unsigned int flags);`
/// As mlock, with flags.
///
/// \throws mmap_error
/// \par Platforms
/// Every; on_fault Linux 4.4.
/// \par Example
/// \code{.cpp}
/// mmapkit::mlock2(table, size, lock_flag::on_fault);
/// \endcode
/// \sa Linux \linuxman{mlock2,2}
MMAPKIT_EXPORT void mlock2(const void* addr, std::size_t length, lock_flag flags);
MMAPKIT_EXPORT void mlock2(const void* addr, std::size_t length, lock_flag flags, std::error_code& error) noexcept;

/// `int munlock(const void *addr, size_t len);`
/// The pages may leave memory again. Rounded as mlock; memory that is not locked is no error.
///
/// \throws mmap_error not_enough_memory where part of the range is not mapped.
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// mmapkit::munlock(key, sizeof key);
/// \endcode
/// \sa POSIX.1-2024 \posix{munlock}; \win32{memoryapi,VirtualUnlock}
MMAPKIT_EXPORT void munlock(const void* addr, std::size_t length);
MMAPKIT_EXPORT void munlock(const void* addr, std::size_t length, std::error_code& error) noexcept;

/// `int mlockall(int flags);`
/// Locks all pages of the process, those mapped now, later, or both.
///
/// \throws mmap_error not_enough_memory beyond the limit. What `future` cannot lock is refused later: by mmap as
/// resource_unavailable_try_again.
/// \par Platforms
/// Linux, the BSDs; macOS has the call and no more than that: refused there and on Windows.
/// \par Example
/// \code{.cpp}
/// mmapkit::mlockall(mlockall_flag::current | mlockall_flag::future);
/// \endcode
/// \sa POSIX.1-2024 \posix{mlockall}
MMAPKIT_EXPORT void mlockall(mlockall_flag flags);
MMAPKIT_EXPORT void mlockall(mlockall_flag flags, std::error_code& error) noexcept;

/// `int munlockall(void);`
/// Unlocks everything and ends mlockall_flag::future.
///
/// \throws mmap_error
/// \par Platforms
/// As mlockall.
/// \par Example
/// \code{.cpp}
/// mmapkit::munlockall();
/// \endcode
/// \sa POSIX.1-2024 \posix{munlockall}
MMAPKIT_EXPORT void munlockall();
MMAPKIT_EXPORT void munlockall(std::error_code& error) noexcept;

/// `int getrlimit(RLIMIT_MEMLOCK, struct rlimit *rlp);`
/// Bytes that the process may have locked at once; the largest number where there is no limit. Root on Linux is not
/// bound by it. On Windows it is the minimum of the working set, which mlock raises by itself.
///
/// \throws mmap_error
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// if (size > lock_limit()) std::cerr << "raise the limit: ulimit -l " << size / 1024 << '\n';
/// \endcode
/// \sa Linux \linuxman{getrlimit,2}; \win32{memoryapi,GetProcessWorkingSetSizeEx}
[[nodiscard]] MMAPKIT_EXPORT std::uint64_t lock_limit();
[[nodiscard]] MMAPKIT_EXPORT std::uint64_t lock_limit(std::error_code& error) noexcept;

}  // namespace mmapkit
