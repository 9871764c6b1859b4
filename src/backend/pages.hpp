// Pages of memory that is mapped: advice, locking, residency.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>

#include <mmapkit/flags/native_handle.hpp>

#include "native_value.hpp"

namespace mmapkit::backend {

// madvise.cpp
void madvise(void* addr, std::size_t length, advice what, std::error_code& error) noexcept;

// posix_madvise.cpp
void posix_madvise(void* addr, std::size_t length, posix_advice what, std::error_code& error) noexcept;

// process_madvise.cpp
// `process` is no_handle for this process. Returns the number of bytes that were advised.
std::size_t process_madvise(native_handle process, std::span<const std::span<std::byte>> ranges, advice what,
                            std::error_code& error) noexcept;

// prefetch.cpp
// Starts reading whole pages in, none of the ranges empty, and waits for none of them. What is not mapped is an error,
// and the others are read all the same.
void prefetch(std::span<const std::span<std::byte>> pages, std::error_code& error) noexcept;

// mlock.cpp
void mlock(const void* addr, std::size_t length, lock_flag flags, std::error_code& error) noexcept;

// munlock.cpp
// Once is enough, however often the memory was locked.
void munlock(const void* addr, std::size_t length, std::error_code& error) noexcept;

// mlockall.cpp
void mlockall(mlockall_flag flags, std::error_code& error) noexcept;
void munlockall(std::error_code& error) noexcept;

// lock_limit.cpp
std::uint64_t lock_limit(std::error_code& error) noexcept;

// locks.cpp
// Asked after a call failed, and false where the system cannot tell. Whether a page of the range is locked.
bool is_locked(const void* base, std::size_t length) noexcept;
// Whether locking so many more bytes is beyond the limit.
bool exceeds_lock_limit(std::size_t length) noexcept;

// mincore.cpp
// Fills one byte for each page; the caller has allocated them.
void mincore(const void* addr, std::size_t length, unsigned char* pages, std::error_code& error) noexcept;

// page_state.cpp
// The meaning of such a byte.
page_state state_of(unsigned char page) noexcept;
// Called where mincore says that all pages are resident: whether that can be believed. `file` may be no_handle.
bool may_see_residency(const void* addr, native_handle file) noexcept;

}  // namespace mmapkit::backend
