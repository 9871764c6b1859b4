/// \file
/// The calls for shared memory objects: with a name, without one, secret, sealed. shared_memory owns one of them.
#pragma once

#include <cstdint>
#include <string_view>
#include <system_error>

#include <mmapkit/calls/native_file.hpp>
#include <mmapkit/export.hpp>
#include <mmapkit/flags/memfd_flag.hpp>
#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/open_flag.hpp>
#include <mmapkit/flags/seal_flag.hpp>

namespace mmapkit {

/// `int shm_open(const char *name, int oflag, mode_t mode);`
/// Opens the shared memory of that name, or creates it with open_flag::create or ensure_create. A name has one slash,
/// in front; without it the name means the same. It is not "/." or "/..", and has at most 255 bytes (30 on macOS), the
/// slash included. `mode` are the permissions of a new object, less the umask. With a `size`, in bytes, an object that
/// is smaller grows to it, and all of `size` gets its memory where the system can allocate it; without, mmap of the
/// handle grows it. The handle is close-on-exec and yours: close_file it. Of open_flag, read, write, create,
/// ensure_create and truncate may be given; with a size the object is emptied when that could be had.
///
/// The name stays until shm_unlink, also when the process that made it has ended or was killed: ensure_create is
/// file_exists then. Unlink the name first where nobody can have the object, or open what is there, without
/// ensure_create.
///
/// \throws mmap_error file_exists for ensure_create; no_such_file_or_directory; invalid_argument for the name,
/// or for bits of `mode` beyond 0777.
/// \par Platforms
/// Every. On Windows it is a section named `Local\name`, which has its size from the beginning (creating one needs
/// `size`, and truncate is refused), whose permissions are the user's (a mode other than 0600 is refused), and whose
/// name is gone with its last handle, and its memory with its last view. Sizes are rounded up to pages there.
/// \par Example
/// \code{.cpp}
/// const auto memory =
///     mmapkit::shm_open("/queue", open_flag::read | open_flag::write | open_flag::create, 0600, 1 << 20);
/// \endcode
/// \sa POSIX.1-2024 \posix{shm_open}; \win32{memoryapi,CreateFileMappingW}, \win32{memoryapi,OpenFileMappingW}
[[nodiscard]] MMAPKIT_EXPORT native_handle shm_open(std::string_view name, open_flag flags, unsigned mode = 0600,
                                                    std::uint64_t size = 0);
[[nodiscard]] MMAPKIT_EXPORT native_handle shm_open(std::string_view name, open_flag flags, unsigned mode,
                                                    std::uint64_t size, std::error_code& error) noexcept;

/// `int shm_unlink(const char *name);`
/// Takes the name away. Who has the memory keeps it; the next shm_open of the name makes another.
///
/// \throws mmap_error no_such_file_or_directory.
/// \par Platforms
/// POSIX. On Windows a section has its name as long as it lives: refused.
/// \par Example
/// \code{.cpp}
/// mmapkit::shm_unlink("/queue");
/// \endcode
/// \sa POSIX.1-2024 \posix{shm_unlink}
MMAPKIT_EXPORT void shm_unlink(std::string_view name);
/// The same: so that with `<sys/mman.h>` and `using namespace mmapkit` an unqualified call is ambiguous, and not the
/// system's, whose error is easily lost. A null name is refused.
MMAPKIT_EXPORT void shm_unlink(const char* name);
MMAPKIT_EXPORT void shm_unlink(std::string_view name, std::error_code& error) noexcept;

/// `int memfd_create(const char *name, unsigned int flags);`
/// A file that lives in memory, of length 0, without a name in any folder; `name`, at most 249 bytes, is for debuggers.
/// mmap of the handle grows it. The handle is yours: close_file it.
///
/// \throws mmap_error invalid_argument for a longer name, or one with a NUL.
/// \par Platforms
/// Linux 3.17, FreeBSD 13.
/// \par Example
/// \code{.cpp}
/// const auto file = mmapkit::memfd_create("scratch", memfd_flag::allow_sealing);
/// \endcode
/// \sa Linux \linuxman{memfd_create,2}
[[nodiscard]] MMAPKIT_EXPORT native_handle memfd_create(std::string_view name, memfd_flag flags = {});
[[nodiscard]] MMAPKIT_EXPORT native_handle memfd_create(std::string_view name, memfd_flag flags,
                                                        std::error_code& error) noexcept;

/// `int memfd_secret(unsigned int flags);`
/// As memfd_create, for memory that the kernel itself does not see: only shared mappings of this process and of who
/// gets the handle can read it. It counts against the limit of locked memory, and grows by mmap from length 0 once.
///
/// \throws mmap_error function_not_supported where the kernel has none, or has it switched off.
/// \par Platforms
/// Linux 5.14 (x86-64, arm64, riscv).
/// \par Example
/// \code{.cpp}
/// const auto secret = mmapkit::memfd_secret();
/// \endcode
/// \sa Linux \linuxman{memfd_secret,2}
[[nodiscard]] MMAPKIT_EXPORT native_handle memfd_secret();
[[nodiscard]] MMAPKIT_EXPORT native_handle memfd_secret(std::error_code& error) noexcept;

/// `int fcntl(int fd, F_ADD_SEALS, unsigned int seals);`
/// Seals the file, for ever.
///
/// \throws mmap_error operation_not_permitted without memfd_flag::allow_sealing or after seal_flag::seal;
/// device_or_resource_busy for seal_flag::write while a shared, writable mapping exists.
/// \par Platforms
/// Linux 3.17, FreeBSD 13.
/// \par Example
/// \code{.cpp}
/// add_seals(file, seal_flag::shrink | seal_flag::grow);   // no access to a mapping of it can be a fault
/// \endcode
/// \sa Linux \linuxman{fcntl,2}
MMAPKIT_EXPORT void add_seals(native_handle file, seal_flag seals);
MMAPKIT_EXPORT void add_seals(native_handle file, seal_flag seals, std::error_code& error) noexcept;

/// `int fcntl(int fd, F_GET_SEALS);`
/// The seals of the file.
///
/// \throws mmap_error invalid_argument for a file that cannot have any.
/// \par Platforms
/// As add_seals.
/// \par Example
/// \code{.cpp}
/// if (has(get_seals(file), seal_flag::shrink)) ...
/// \endcode
/// \sa Linux \linuxman{fcntl,2}
[[nodiscard]] MMAPKIT_EXPORT seal_flag get_seals(native_handle file);
[[nodiscard]] MMAPKIT_EXPORT seal_flag get_seals(native_handle file, std::error_code& error) noexcept;

}  // namespace mmapkit
