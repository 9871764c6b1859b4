/// \file
/// Opening a file without mapping it, for the calls that work on the file itself.
#pragma once

#include <system_error>

#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/open_flag.hpp>
#include <mmapkit/flags/path_view.hpp>

namespace mmapkit {

/// `int open(const char *path, int oflag, ...);`
/// Opens a file as mmap of a path would, and hands it to you: for cachestat, posix_fadvise, fallocate, or many mappings
/// of one file. Close-on-exec; a FIFO does not wait. `mode` are the permissions of a new file, as mmap_options::mode.
/// Close it by close_file. open_flag::truncate empties the file at once.
///
/// \throws mmap_error invalid_argument for flags that contradict each other; what the system says of the path.
/// \par Platforms
/// Every. On Windows, where opening decides what mappings may do, without protection_flag::exec.
/// \par Example
/// \code{.cpp}
/// const auto file = open_file("table.bin");
/// std::cout << mmapkit::cachestat(file).cached << " pages in memory\n";
/// close_file(file);
/// \endcode
/// \sa POSIX.1-2024 \posix{open}; \win32{fileapi,CreateFileW}
[[nodiscard]] MMAPKIT_EXPORT native_handle open_file(path_view path, open_flag flags = open_flag::read);
[[nodiscard]] MMAPKIT_EXPORT native_handle open_file(path_view path, open_flag flags, unsigned mode);
[[nodiscard]] MMAPKIT_EXPORT native_handle open_file(path_view path, open_flag flags, std::error_code& error) noexcept;
[[nodiscard]] MMAPKIT_EXPORT native_handle open_file(path_view path, open_flag flags, unsigned mode,
                                                     std::error_code& error) noexcept;

/// `int close(int fildes);`
/// Closes a handle that a call of this library returned. Mappings of it stay.
///
/// \throws mmap_error
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// close_file(memory);
/// \endcode
/// \sa POSIX.1-2024 \posix{close}; \win32{handleapi,CloseHandle}
MMAPKIT_EXPORT void close_file(native_handle file);
MMAPKIT_EXPORT void close_file(native_handle file, std::error_code& error) noexcept;

}  // namespace mmapkit
