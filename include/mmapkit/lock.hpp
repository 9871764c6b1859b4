// Locking pages into memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <system_error>

#include <mmapkit/flag_set.hpp>

namespace mmapkit {

// How a range is locked.
// Source: Linux mlock2(2).
enum class lock_flag : std::uint64_t {
  none = 0,
  on_fault = 1U << 0,
};

template <>
inline constexpr bool is_bitmask<lock_flag> = true;

template <>
inline constexpr flag_row<lock_flag> rows<lock_flag>[] = {
    {lock_flag::none, "none", mark::every, "POSIX.1-1993", "every page is in memory when the call returns"},
    {lock_flag::on_fault, "on_fault", mark::linux_, "Linux 4.4",
     "pages that are in memory are locked now, the others when they are first touched"},
};

// Which of the process's pages mlockall locks. One of current and future is needed.
// Source: POSIX.1-2024 mlockall(), Linux mlockall(2).
enum class mlockall_flag : std::uint64_t {
  current = 1U << 0,
  future = 1U << 1,
  on_fault = 1U << 2,
};

template <>
inline constexpr bool is_bitmask<mlockall_flag> = true;

template <>
inline constexpr flag_row<mlockall_flag> rows<mlockall_flag>[] = {
    {mlockall_flag::current, "current", mark::linux_ | mark::bsd, "POSIX.1-1993", "all that is mapped now"},
    {mlockall_flag::future, "future", mark::linux_ | mark::bsd, "POSIX.1-1993", "all that will be mapped"},
    {mlockall_flag::on_fault, "on_fault", mark::linux_, "Linux 4.4",
     "with the others: pages are locked when they are first touched"},
};

// int mlock(const void *addr, size_t len);
//
// Reads every page of the range in and keeps it in memory until munlock or munmap. `length` is in bytes; the range is
// rounded outwards to whole pages. Locks do not add up: one munlock undoes any number of them.
//
// Throws: mmap_error; not_enough_memory beyond the limit (RLIMIT_MEMLOCK) or where part of the range is not mapped.
// Platforms: every. On Windows, where locked pages count against the minimum of the working set, that is raised as far
// as it needs to be.
//
//     mlock(key, sizeof key);
//
// Source: POSIX.1-2024 mlock(); VirtualLock.
MMAPKIT_EXPORT void mlock(const void* addr, std::size_t length);
MMAPKIT_EXPORT void mlock(const void* addr, std::size_t length, std::error_code& error) noexcept;

// int mlock2(const void *addr, size_t len, unsigned int flags);
//
// As mlock, with flags. Throws: mmap_error. Platforms: every; on_fault Linux 4.4.
//
//     mlock2(table, size, lock_flag::on_fault);
//
// Source: Linux mlock2(2).
MMAPKIT_EXPORT void mlock2(const void* addr, std::size_t length, lock_flag flags);
MMAPKIT_EXPORT void mlock2(const void* addr, std::size_t length, lock_flag flags, std::error_code& error) noexcept;

// int munlock(const void *addr, size_t len);
//
// The pages may leave memory again. Rounded as mlock; memory that is not locked is no error.
// Throws: mmap_error; not_enough_memory where part of the range is not mapped.
// Platforms: every.
//
//     munlock(key, sizeof key);
//
// Source: POSIX.1-2024 munlock(); VirtualUnlock.
MMAPKIT_EXPORT void munlock(const void* addr, std::size_t length);
MMAPKIT_EXPORT void munlock(const void* addr, std::size_t length, std::error_code& error) noexcept;

// int mlockall(int flags);
//
// Locks all pages of the process, those mapped now, later, or both.
// Throws: mmap_error; not_enough_memory beyond the limit. What `future` cannot lock is refused later: by mmap as
// resource_unavailable_try_again.
// Platforms: Linux, the BSDs; macOS has the call and no more than that: refused there and on Windows.
//
//     mlockall(mlockall_flag::current | mlockall_flag::future);
//
// Source: POSIX.1-2024 mlockall().
MMAPKIT_EXPORT void mlockall(mlockall_flag flags);
MMAPKIT_EXPORT void mlockall(mlockall_flag flags, std::error_code& error) noexcept;

// int munlockall(void);
//
// Unlocks everything and ends mlockall_flag::future. Throws: mmap_error. Platforms: as mlockall. Source: POSIX.1-2024
// munlockall().
//
//     munlockall();
MMAPKIT_EXPORT void munlockall();
MMAPKIT_EXPORT void munlockall(std::error_code& error) noexcept;

// rlim_t getrlimit(RLIMIT_MEMLOCK)
//
// Bytes that the process may have locked at once; the largest number where there is no limit. Root on Linux is not
// bound by it. On Windows it is the minimum of the working set, which mlock raises by itself.
//
// Throws: mmap_error. Platforms: every.
//
//     if (size > lock_limit()) std::cerr << "raise the limit: ulimit -l " << size / 1024 << '\n';
//
// Source: Linux getrlimit(2); GetProcessWorkingSetSizeEx.
[[nodiscard]] MMAPKIT_EXPORT std::uint64_t lock_limit();
[[nodiscard]] MMAPKIT_EXPORT std::uint64_t lock_limit(std::error_code& error) noexcept;

}  // namespace mmapkit
