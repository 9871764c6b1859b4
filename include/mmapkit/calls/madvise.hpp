/// \file
/// Advice: what the memory will be used for, and what may become of it.
#pragma once

#include <cstddef>
#include <span>
#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/advice.hpp>
#include <mmapkit/flags/flag_set.hpp>
#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/posix_advice.hpp>

namespace mmapkit {

/// `int madvise(void *addr, size_t length, int advice);`
/// Tells the system how the memory will be used. `addr` is a multiple of page_size(), `length` is in bytes, rounded up
/// to whole pages by the system; 0 does nothing. Advice that throws content away is taken as `discarding` only: as
/// plain advice it is refused, so that nobody loses data by a slip (POSIX's own DONTNEED is harmless: posix_madvise).
///
/// \throws mmap_error invalid_argument for advice that does not suit the memory; not_enough_memory where part of the
/// range is not mapped, and then the rest has been advised all the same (Linux).
/// \par Platforms
/// Every; on Windows normal, will_need and dont_need, which commits private memory anew: no other thread may use it
/// meanwhile.
/// \par Example
/// \code{.cpp}
/// mmapkit::madvise(addr, size, advice::will_need);
/// \endcode
/// \sa Linux \linuxman{madvise,2}; \win32{memoryapi,PrefetchVirtualMemory}, \win32{memoryapi,VirtualFree} and
/// \win32{memoryapi,VirtualAlloc}
MMAPKIT_EXPORT void madvise(void* addr, std::size_t length, advice what);
MMAPKIT_EXPORT void madvise(void* addr, std::size_t length, advice what, std::error_code& error) noexcept;
MMAPKIT_EXPORT void madvise(void* addr, std::size_t length, discarding how);
MMAPKIT_EXPORT void madvise(void* addr, std::size_t length, discarding how, std::error_code& error) noexcept;

/// `int posix_madvise(void *addr, size_t len, int advice);`
/// As madvise, and always harmless.
///
/// \throws mmap_error
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// mmapkit::posix_madvise(addr, size, posix_advice::sequential);
/// \endcode
/// \sa POSIX.1-2024 \posix{posix_madvise}
MMAPKIT_EXPORT void posix_madvise(void* addr, std::size_t length, posix_advice what);
MMAPKIT_EXPORT void posix_madvise(void* addr, std::size_t length, posix_advice what, std::error_code& error) noexcept;

/// `ssize_t process_madvise(int pidfd, const struct iovec *iovec, size_t vlen, int advice, unsigned int flags);`
/// Advises many ranges with one call, of this process (no_handle) or of the one that a pidfd names. Each range starts
/// at a multiple of page_size(). Returns the bytes advised, which may be fewer than asked: those of the first ranges.
///
/// \throws mmap_error operation_not_permitted for another process without the right to trace it.
/// \par Platforms
/// Linux 5.10, with cold and pageout alone; Linux 6.1 takes will_need and collapse too, and this process any advice
/// since Linux 6.13. Other advice is invalid_argument.
/// \par Example
/// \code{.cpp}
/// const std::span<std::byte> ranges[] = {header, index};
/// mmapkit::process_madvise(no_handle, ranges, advice::will_need);
/// \endcode
/// \sa Linux \linuxman{process_madvise,2}
MMAPKIT_EXPORT std::size_t process_madvise(native_handle process, std::span<const std::span<std::byte>> ranges,
                                           advice what);
MMAPKIT_EXPORT std::size_t process_madvise(native_handle process, std::span<const std::span<std::byte>> ranges,
                                           advice what, std::error_code& error) noexcept;
MMAPKIT_EXPORT std::size_t process_madvise(native_handle process, std::span<const std::span<std::byte>> ranges,
                                           discarding how);
MMAPKIT_EXPORT std::size_t process_madvise(native_handle process, std::span<const std::span<std::byte>> ranges,
                                           discarding how, std::error_code& error) noexcept;

}  // namespace mmapkit
