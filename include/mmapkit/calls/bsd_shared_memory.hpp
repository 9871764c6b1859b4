/// \file
/// What FreeBSD and OpenBSD add to shm_open.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/large_page_policy.hpp>
#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/open_flag.hpp>
#include <mmapkit/flags/shm_flag.hpp>
#include <mmapkit/flags/shm_rename_flag.hpp>

namespace mmapkit {

/// `int shm_open2(const char *path, int flags, mode_t mode, int shmflags, const char *name);`
/// shm_open with flags. An empty name is none at all: memory that no other process can open (SHM_ANON), made with
/// open_flag::create. The handle is close-on-exec and yours: close_file it.
///
/// \throws mmap_error as shm_open.
/// \par Platforms
/// FreeBSD 13. Elsewhere memfd_create makes memory without a name.
/// \par Example
/// \code{.cpp}
/// const auto memory = mmapkit::shm_open2("", flags, shm_flag::grow_on_write);
/// \endcode
/// \sa FreeBSD \freebsdman{shm_open,2}
[[nodiscard]] MMAPKIT_EXPORT native_handle shm_open2(std::string_view name, open_flag flags, shm_flag how,
                                                     unsigned mode = 0600);
[[nodiscard]] MMAPKIT_EXPORT native_handle shm_open2(std::string_view name, open_flag flags, shm_flag how,
                                                     unsigned mode, std::error_code& error) noexcept;

/// `int shm_rename(const char *path_from, const char *path_to, int flags);`
/// Gives a shared memory object another name. Who has it open keeps it.
///
/// \throws mmap_error file_exists by no_replace; invalid_argument for no_replace with exchange.
/// \par Platforms
/// FreeBSD 13.
/// \par Example
/// \code{.cpp}
/// mmapkit::shm_rename("/index.new", "/index");
/// \endcode
/// \sa FreeBSD \freebsdman{shm_rename,2}
MMAPKIT_EXPORT void shm_rename(std::string_view from, std::string_view to,
                               shm_rename_flag flags = shm_rename_flag::none);
MMAPKIT_EXPORT void shm_rename(std::string_view from, std::string_view to, shm_rename_flag flags,
                               std::error_code& error) noexcept;

/// `int shm_create_largepage(const char *path, int flags, int psind, int alloc_policy, mode_t mode);`
/// Makes shared memory of pages of `page_size` bytes, one of the sizes that the processor has; an empty name is none,
/// as for shm_open2. Its length is set later, a multiple of that, and never made smaller.
///
/// \throws mmap_error invalid_argument for a size that there is not.
/// \par Platforms
/// FreeBSD 13.
/// \par Example
/// \code{.cpp}
/// const auto memory = mmapkit::shm_create_largepage("/pool", flags, 2 << 20);
/// \endcode
/// \sa FreeBSD \freebsdman{shm_create_largepage,3}
[[nodiscard]] MMAPKIT_EXPORT native_handle shm_create_largepage(std::string_view name, open_flag flags,
                                                                std::size_t page_size,
                                                                large_page_policy policy = large_page_policy::default_,
                                                                unsigned mode = 0600);
[[nodiscard]] MMAPKIT_EXPORT native_handle shm_create_largepage(std::string_view name, open_flag flags,
                                                                std::size_t page_size, large_page_policy policy,
                                                                unsigned mode, std::error_code& error) noexcept;

/// `int shm_mkstemp(char *template);`
/// Makes shared memory under a name that nothing else has: that of `name`, whose trailing Xs, at least six, are
/// replaced, and which begins with a slash then. Open for reading and writing by this user alone. The handle is
/// close-on-exec and yours: close_file it.
///
/// \throws mmap_error invalid_argument for a name without Xs.
/// \par Platforms
/// OpenBSD.
/// \par Example
/// \code{.cpp}
/// std::string name = "/queue.XXXXXXXXXX";
/// const auto memory = mmapkit::shm_mkstemp(name);
/// \endcode
/// \sa OpenBSD \openbsdman{shm_open,3}
[[nodiscard]] MMAPKIT_EXPORT native_handle shm_mkstemp(std::string& name);
[[nodiscard]] MMAPKIT_EXPORT native_handle shm_mkstemp(std::string& name, std::error_code& error) noexcept;

}  // namespace mmapkit
