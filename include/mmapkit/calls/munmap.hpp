/// \file
/// Unmapping: munmap().
#pragma once

#include <cstddef>
#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/mapped.hpp>

namespace mmapkit {

/// `int munmap(void *addr, size_t len);` and `int close(int fildes);`
/// Unmaps what mmap returned, and closes the file if mmap opened it.
///
/// \throws mmap_error invalid_argument if the values are not together those of one mmap (a part of a mapping, a changed
/// address). A second munmap of the same values is undefined where the system does not notice it: another mapping or
/// file may have taken the place.
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// mmapkit::munmap(m);
/// \endcode
/// \sa POSIX.1-2024 \posix{munmap}, \posix{close}; \win32{memoryapi,UnmapViewOfFile}, \win32{memoryapi,VirtualFree},
/// \win32{handleapi,CloseHandle}
MMAPKIT_EXPORT void munmap(const mapped& memory);
MMAPKIT_EXPORT void munmap(const mapped& memory, std::error_code& error) noexcept;
MMAPKIT_EXPORT void munmap(void* addr, backing_file fd, std::size_t size);
MMAPKIT_EXPORT void munmap(void* addr, backing_file fd, std::size_t size, std::error_code& error) noexcept;

/// `int munmap(void *addr, size_t len);`
/// The POSIX signature: `addr` is a multiple of page_size(), `length` is in bytes and rounded up to pages by the
/// system. A part of a mapping, or of several, may be named.
///
/// \throws mmap_error invalid_argument for length 0.
/// \par Platforms
/// Every; Windows can only unmap the whole of what one mmap made: a part is operation_not_supported, and a place
/// without a mapping invalid_argument.
/// \sa POSIX.1-2024 \posix{munmap}
MMAPKIT_EXPORT void munmap(void* addr, std::size_t length);
MMAPKIT_EXPORT void munmap(void* addr, std::size_t length, std::error_code& error) noexcept;

}  // namespace mmapkit
