/// \file
/// The Typed Memory Objects of POSIX: memory that the machine's maker has given names, such as fast banks. An option of
/// the standard that no system here has; the calls are there, and say so.
#pragma once

#include <cstddef>
#include <string_view>
#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/open_flag.hpp>
#include <mmapkit/flags/typed_memory_flag.hpp>
#include <mmapkit/flags/typed_memory_info.hpp>

namespace mmapkit {

/// `int posix_typed_mem_open(const char *name, int oflag, int tflag);`
/// Opens a typed memory object.
///
/// \throws mmap_error always: operation_not_supported.
/// \par Platforms
/// None.
/// \par Example
/// \code{.cpp}
/// const auto bank = mmapkit::posix_typed_mem_open("/fast", open_flag::read, typed_memory_flag::allocate);
/// \endcode
/// \sa POSIX.1-2024 \posix{posix_typed_mem_open}
[[nodiscard]] MMAPKIT_EXPORT native_handle posix_typed_mem_open(std::string_view name, open_flag flags,
                                                                typed_memory_flag typed);
[[nodiscard]] MMAPKIT_EXPORT native_handle posix_typed_mem_open(std::string_view name, open_flag flags,
                                                                typed_memory_flag typed,
                                                                std::error_code& error) noexcept;

/// `int posix_typed_mem_get_info(int fildes, struct posix_typed_mem_info *info);`
/// How much can be allocated.
///
/// \throws mmap_error always: operation_not_supported.
/// \par Platforms
/// None.
/// \par Example
/// \code{.cpp}
/// const auto most = posix_typed_mem_get_info(bank).length;
/// \endcode
/// \sa POSIX.1-2024 \posix{posix_typed_mem_get_info}
[[nodiscard]] MMAPKIT_EXPORT typed_memory_info posix_typed_mem_get_info(native_handle file);
[[nodiscard]] MMAPKIT_EXPORT typed_memory_info posix_typed_mem_get_info(native_handle file,
                                                                        std::error_code& error) noexcept;

/// `int posix_mem_offset(const void *addr, size_t len, off_t *off, size_t *contig_len, int *fildes);`
/// Where an address lies in its memory object.
///
/// \throws mmap_error always: operation_not_supported.
/// \par Platforms
/// None.
/// \par Example
/// \code{.cpp}
/// const auto place = mmapkit::posix_mem_offset(addr, size);
/// \endcode
/// \sa POSIX.1-2024 \posix{posix_mem_offset}
[[nodiscard]] MMAPKIT_EXPORT memory_offset posix_mem_offset(const void* addr, std::size_t length);
[[nodiscard]] MMAPKIT_EXPORT memory_offset posix_mem_offset(const void* addr, std::size_t length,
                                                            std::error_code& error) noexcept;

}  // namespace mmapkit
