/// \file
/// Mapping files and memory: mmap().
#pragma once

#include <cstddef>
#include <cstdint>
#include <system_error>

#include <mmapkit/calls/page_size.hpp>
#include <mmapkit/export.hpp>
#include <mmapkit/flags/handle_view.hpp>
#include <mmapkit/flags/mapped.hpp>
#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/mmap_options.hpp>
#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/path_view.hpp>
#include <mmapkit/flags/protection_flag.hpp>

namespace mmapkit {

/// `int open(const char *path, int oflag, ...);`, `int fstat(int fildes, struct stat *buf);`, and `void *mmap(...);`
/// Opens the file and maps it.
///
/// Size and offset are in bytes, any value. Without a size it is mapped up to the end of the file; an empty file, or an
/// offset exactly at the end, is a valid mapping of size 0 whose every operation succeeds and does nothing.
///
/// With mmap_flag::shared and protection_flag::write the file grows to offset + size, as file_growth says: no other
/// process loses anything by it, and a file that could not grow is as long as it was, but for what file_growth says is
/// left. open_flag::truncate empties the file when its mapping is there and blocks for the new size could be had; what
/// fails after that, such as the device, leaves it empty. (Windows: when this process may make it so long.)
///
/// A thread that is cancelled (pthread_cancel, deferred) while it is in this or any other call of the library finishes
/// that call, and ends at its own next cancellation point; asynchronous cancellation is not allowed there.
///
/// \throws mmap_error Contradictions in the options, and flags that this system does not offer, are found before the
/// file is opened; whatever fails later, nothing stays open or mapped.
/// \par Platforms
/// Every. A FIFO, character device, directory or /proc file gives the system's own code, and the text says what it is;
/// a FIFO does not wait. A disk is as long as it says (Linux, macOS, FreeBSD), and what reaches beyond its end is
/// refused; elsewhere give a size.
/// \par Example
/// \code{.cpp}
/// auto [addr, fd, size] = mmapkit::mmap("/etc/os-release");
/// std::string_view text{static_cast<const char*>(addr), size};
/// mmapkit::munmap(addr, fd, size);
/// \endcode
/// \sa POSIX.1-2024 \posix{open}, \posix{fstat}, \posix{mmap}; \win32{fileapi,CreateFileW},
/// \win32{memoryapi,CreateFileMappingW}, \win32{memoryapi,MapViewOfFileEx}
[[nodiscard]] MMAPKIT_EXPORT mapped mmap(path_view path, const mmap_options& options = {});
[[nodiscard]] MMAPKIT_EXPORT mapped mmap(path_view path, const mmap_options& options, std::error_code& error) noexcept;

/// `int fstat(int fildes, struct stat *buf);` and `void *mmap(...);`
/// Maps a file that you opened. It is borrowed: munmap leaves it open, and closing it before munmap is allowed except
/// on Windows for a shared mapping that msync shall flush. Otherwise as for a path; of options.open only read and write
/// may be set, and what the descriptor allows decides.
///
/// \par Example
/// \code{.cpp}
/// auto m = mmapkit::mmap(fd, {.size = 4096, .offset = 100});
/// \endcode
/// \sa POSIX.1-2024 \posix{fstat}, \posix{mmap}; \win32{memoryapi,CreateFileMappingW},
/// \win32{memoryapi,MapViewOfFileEx}
[[nodiscard]] MMAPKIT_EXPORT mapped mmap(handle_view file, const mmap_options& options = {});
[[nodiscard]] MMAPKIT_EXPORT mapped mmap(handle_view file, const mmap_options& options,
                                         std::error_code& error) noexcept;

/// `void *mmap(void *addr, size_t len, int prot, MAP_ANONYMOUS | flags, -1, 0);`
/// Maps zeroed memory without a file. Needs mmap_flag::anonymous and a size; the system hands out whole pages, `size`
/// stays what was asked. What memory with mmap_flag::grows_down has grown by is yours to unmap.
///
/// \throws mmap_error
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// auto m = mmapkit::mmap({.protection = protection_flag::read | protection_flag::write,
///                         .mmap = mmap_flag::private_ | mmap_flag::anonymous, .size = 1 << 30});
/// \endcode
/// \sa POSIX.1-2024 \posix{mmap}, MAP_ANONYMOUS; \win32{memoryapi,VirtualAlloc}
[[nodiscard]] MMAPKIT_EXPORT mapped mmap(const mmap_options& options);
[[nodiscard]] MMAPKIT_EXPORT mapped mmap(const mmap_options& options, std::error_code& error) noexcept;

/// `void *mmap(void *addr, size_t len, int prot, int flags, int fildes, off_t off);`
/// The POSIX signature: one system call, nothing rounded, found out or added (a second one after EINVAL, for Linux
/// before 4.15). `offset` is a multiple of allocation_granularity(); `length` is in bytes, more than 0; anonymous
/// memory takes no_handle. On Linux shared file mappings are made with MAP_SHARED_VALIDATE, so that the kernel refuses
/// what it does not know. Address 0 is an address with mmap_flag::fixed, where the system lets you have it (not
/// Windows): then a null pointer is returned without an error.
///
/// What the system takes is passed on, except for what it would drop in silence, which is an invalid_argument that
/// names the flags: private_ with shared (it would mean shared_validate), fixed with no_replace, non_block without
/// populate, a size of huge pages without huge_table, sync without shared or with anonymous, grows_down for other than
/// private, anonymous memory, droppable for a file.
///
/// \throws mmap_error not_enough_memory for a length that cannot be mapped; value_too_large for offset + length beyond
/// what a file can hold. The error_code form returns a null pointer.
/// \par Platforms
/// Every. Windows maps no further than the end of the file.
/// \par Example
/// \code{.cpp}
/// void* p = mmapkit::mmap(nullptr, 4096, protection_flag::read, mmap_flag::private_, fd, 0);
/// \endcode
/// \sa POSIX.1-2024 \posix{mmap}
[[nodiscard]] MMAPKIT_EXPORT void* mmap(void* addr, std::size_t length, protection_flag protection, mmap_flag flags,
                                        native_handle file, std::uint64_t offset);
[[nodiscard]] MMAPKIT_EXPORT void* mmap(void* addr, std::size_t length, protection_flag protection, mmap_flag flags,
                                        native_handle file, std::uint64_t offset, std::error_code& error) noexcept;

}  // namespace mmapkit
