/// \file
/// A file's blocks and its pages in the system's cache.
#pragma once

#include <cstdint>
#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/fallocate_mode.hpp>
#include <mmapkit/flags/file_advice.hpp>
#include <mmapkit/flags/flag_set.hpp>
#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/range_sync_flag.hpp>

namespace mmapkit {

/// `int posix_fadvise(int fd, off_t offset, off_t len, int advice);`
/// Tells the system how `length` bytes at `offset` of a file will be used; length 0 means up to the end. Whole pages of
/// the cache are dropped by dont_need, parts are kept. The range may end beyond the end of the file, and beyond the
/// largest offset.
///
/// \throws mmap_error illegal_seek for a pipe; value_too_large for a number that off_t cannot hold.
/// \par Platforms
/// Linux, FreeBSD, NetBSD; macOS will_need alone (F_RDADVISE).
/// \par Example
/// \code{.cpp}
/// mmapkit::posix_fadvise(fd, 0, 0, file_advice::dont_need);
/// \endcode
/// \sa POSIX.1-2024 \posix{posix_fadvise}; macOS fcntl(2)
MMAPKIT_EXPORT void posix_fadvise(native_handle file, std::uint64_t offset, std::uint64_t length, file_advice what);
MMAPKIT_EXPORT void posix_fadvise(native_handle file, std::uint64_t offset, std::uint64_t length, file_advice what,
                                  std::error_code& error) noexcept;

/// `ssize_t readahead(int fd, off64_t offset, size_t count);`
/// Starts reading `length` bytes at `offset` into the cache, as file_advice::will_need does; length 0 means up to the
/// end. How much is read is the system's to say.
///
/// \throws mmap_error invalid_argument for what is not a file or a block device.
/// \par Platforms
/// Linux.
/// \par Example
/// \code{.cpp}
/// read_ahead(fd, 0, 1 << 20);
/// \endcode
/// \sa Linux \linuxman{readahead,2}
MMAPKIT_EXPORT void read_ahead(native_handle file, std::uint64_t offset, std::uint64_t length);
MMAPKIT_EXPORT void read_ahead(native_handle file, std::uint64_t offset, std::uint64_t length,
                               std::error_code& error) noexcept;

/// `int fallocate(int fd, int mode, off_t offset, off_t len);`
/// Changes the blocks of `length` bytes, more than 0, at `offset`. Allocating rounds outwards to blocks; holes are
/// punched in whole blocks, and the rest of the range is filled with zeros. The file must be open for writing.
///
/// \throws mmap_error no_space_on_device, and then the file is as it was but for blocks; operation_not_supported where
/// the file system cannot.
/// \par Platforms
/// Allocate every (macOS: F_PREALLOCATE; Windows: only to a greater length); punch_hole Linux, macOS, FreeBSD and
/// Windows (FSCTL_SET_ZERO_DATA, which makes the file sparse); the others Linux.
/// \par Example
/// \code{.cpp}
/// mmapkit::fallocate(fd, fallocate_mode::punch_hole, 0, 1 << 20);
/// \endcode
/// \sa Linux \linuxman{fallocate,2}, POSIX.1-2024 \posix{posix_fallocate}
MMAPKIT_EXPORT void fallocate(native_handle file, fallocate_mode flags, std::uint64_t offset, std::uint64_t length);
MMAPKIT_EXPORT void fallocate(native_handle file, fallocate_mode flags, std::uint64_t offset, std::uint64_t length,
                              std::error_code& error) noexcept;

/// `int sync_file_range(int fd, off_t offset, off_t nbytes, unsigned int flags);`
/// Starts, or waits for, the writing of the changed pages of a range; length 0 means up to the end. It spreads the load
/// before an msync or fsync and replaces neither: nothing is durable when it returns. Without a flag nothing is done,
/// and the call succeeds where the file has it.
///
/// \throws mmap_error
/// \par Platforms
/// Linux 2.6.17.
/// \par Example
/// \code{.cpp}
/// mmapkit::sync_file_range(fd, 0, 0, range_sync_flag::write);
/// \endcode
/// \sa Linux \linuxman{sync_file_range,2}
MMAPKIT_EXPORT void sync_file_range(native_handle file, std::uint64_t offset, std::uint64_t length,
                                    range_sync_flag flags);
MMAPKIT_EXPORT void sync_file_range(native_handle file, std::uint64_t offset, std::uint64_t length,
                                    range_sync_flag flags, std::error_code& error) noexcept;

}  // namespace mmapkit
