/// \file
/// Writing changes back to the file: msync().
#pragma once

#include <cstddef>
#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/mapped.hpp>
#include <mmapkit/flags/msync_flag.hpp>

namespace mmapkit {

/// `int msync(void *addr, size_t len, int flags);`
/// Writes changes back to the file `fd`, which some systems need for it. `addr` and `size` name any part of the
/// mapping, rounded outwards to whole pages.
///
/// With msync_flag::sync the data is on the device when the call returns. On private and anonymous mappings there is
/// nothing to write, and the call succeeds. A failure is told to every mapping of the file that was there then, also
/// where the system tells it once; what is on the device is unknown after one.
///
/// \throws mmap_error invalid_argument for sync and async together or neither, and for a range outside the mapping.
/// \par Platforms
/// Every. macOS stops at the drive's cache.
/// \par Example
/// \code{.cpp}
/// mmapkit::msync(m.addr, m.fd, m.size);
/// \endcode
/// \sa POSIX.1-2024 \posix{msync}; \win32{memoryapi,FlushViewOfFile}, then \win32{fileapi,FlushFileBuffers}
MMAPKIT_EXPORT void msync(void* addr, backing_file fd, std::size_t size, msync_flag flags = msync_flag::sync);
MMAPKIT_EXPORT void msync(void* addr, backing_file fd, std::size_t size, msync_flag flags,
                          std::error_code& error) noexcept;

/// `int msync(void *addr, size_t len, int flags);`
/// The POSIX signature: `addr` is a multiple of page_size(). It does not know the file: a failure is told to the caller
/// alone, and once.
///
/// \throws mmap_error invalid_argument for sync and async together or neither, as POSIX says (Linux takes neither for
/// async); not_enough_memory for a range that is not mapped, or wraps around the address space, where Linux would write
/// nothing and report success.
/// \par Platforms
/// Every; on Windows msync_flag::sync of a file needs the file itself, so that there the form with backing_file is the
/// one to use and this one is operation_not_supported.
/// \par Example
/// \code{.cpp}
/// mmapkit::msync(p, 4096, msync_flag::async);
/// \endcode
/// \sa POSIX.1-2024 \posix{msync}
MMAPKIT_EXPORT void msync(void* addr, std::size_t length, msync_flag flags);
MMAPKIT_EXPORT void msync(void* addr, std::size_t length, msync_flag flags, std::error_code& error) noexcept;

}  // namespace mmapkit
