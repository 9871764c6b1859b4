/// \file
/// What has to survive a power cut.
#pragma once

#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/path_view.hpp>

namespace mmapkit {

/// `int fsync(int directory);`
/// Makes the entries of the folder that the file is in durable: a new file, and a renamed one, is found after a power
/// cut only when that was done. Of a symbolic link, also those of the folder where what it leads to is.
///
/// \throws mmap_error on Windows also where this user may not write into the folder.
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// sync_directory_entry("data.bin");
/// \endcode
/// \sa POSIX.1-2024 \posix{fsync} of the directory; \win32{fileapi,FlushFileBuffers}
MMAPKIT_EXPORT void sync_directory_entry(path_view file);
MMAPKIT_EXPORT void sync_directory_entry(path_view file, std::error_code& error) noexcept;

}  // namespace mmapkit
