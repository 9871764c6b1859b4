// Opening a file without mapping it, for the calls that work on the file itself.
#pragma once

#include <system_error>

#include <mmapkit/flags.hpp>
#include <mmapkit/native_handle.hpp>
#include <mmapkit/path_view.hpp>

namespace mmapkit {

// int open(const char *path, int oflag);
//
// Opens a file as mmap of a path would, and hands it to you: for cachestat, posix_fadvise, fallocate, or many mappings
// of one file. Close-on-exec; a FIFO does not wait. A new file's permissions are the umask's. close_file it.
//
// Throws: mmap_error; invalid_argument for flags that contradict each other; what the system says of the path.
// Platforms: every. On Windows, where opening decides what mappings may do, without protection_flag::exec.
//
//     const auto file = open_file("table.bin");
//     std::cout << cachestat(file).cached << " pages in memory\n";
//     close_file(file);
//
// Source: POSIX.1-2024 open(); CreateFileW.
[[nodiscard]] MMAPKIT_EXPORT native_handle open_file(path_view path, open_flag flags = open_flag::read);
[[nodiscard]] MMAPKIT_EXPORT native_handle open_file(path_view path, open_flag flags, std::error_code& error) noexcept;

// int close(int fildes);
//
// Closes what open_file, shm_open, memfd_create or memfd_secret opened. Mappings of it stay.
// Throws: mmap_error. Platforms: every.
//
//     close_file(memory);
//
// Source: POSIX.1-2024 close(); CloseHandle.
MMAPKIT_EXPORT void close_file(native_handle file);
MMAPKIT_EXPORT void close_file(native_handle file, std::error_code& error) noexcept;

}  // namespace mmapkit
