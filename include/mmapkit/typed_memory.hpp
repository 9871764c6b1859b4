// The Typed Memory Objects of POSIX: memory that the machine's maker has given names, such as fast banks. An option of
// the standard that no system here has; the calls are there, and say so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <system_error>

#include <mmapkit/flags.hpp>
#include <mmapkit/native_handle.hpp>

namespace mmapkit {

// Source: POSIX.1-2024 posix_typed_mem_open().
enum class typed_memory_flag : std::uint64_t {
  allocate = 1U << 0,
  allocate_contig = 1U << 1,
  map_allocatable = 1U << 2,
};

template <>
inline constexpr bool is_bitmask<typed_memory_flag> = true;

template <>
inline constexpr flag_row<typed_memory_flag> rows<typed_memory_flag>[] = {
    {typed_memory_flag::allocate, "allocate", mark{}, "POSIX.1-2001", "mmap allocates from the object"},
    {typed_memory_flag::allocate_contig, "allocate_contig", mark{}, "POSIX.1-2001",
     "mmap allocates from the object, in one piece"},
    {typed_memory_flag::map_allocatable, "map_allocatable", mark{}, "POSIX.1-2001",
     "mmap maps without allocating, as addresses of the object"},
};

struct typed_memory_info {
  std::size_t length = 0;  // the most that can be allocated now, bytes
};

struct memory_offset {
  std::uint64_t offset = 0;  // in the memory object, bytes
  std::size_t length = 0;    // bytes from there in one piece
  native_handle file = no_handle;
};

// int posix_typed_mem_open(const char *name, int oflag, int tflag);
//
// Opens a typed memory object. Throws: mmap_error, always: operation_not_supported. Platforms: none.
// Source: POSIX.1-2024 posix_typed_mem_open().
//
//     const auto bank = posix_typed_mem_open("/fast", open_flag::read, typed_memory_flag::allocate);
[[nodiscard]] MMAPKIT_EXPORT native_handle posix_typed_mem_open(std::string_view name, open_flag flags,
                                                                typed_memory_flag typed);
[[nodiscard]] MMAPKIT_EXPORT native_handle posix_typed_mem_open(std::string_view name, open_flag flags,
                                                                typed_memory_flag typed,
                                                                std::error_code& error) noexcept;

// int posix_typed_mem_get_info(int fildes, struct posix_typed_mem_info *info);
//
// How much can be allocated. Throws: mmap_error, always: operation_not_supported. Platforms: none.
// Source: POSIX.1-2024 posix_typed_mem_get_info().
//
//     const auto most = posix_typed_mem_get_info(bank).length;
[[nodiscard]] MMAPKIT_EXPORT typed_memory_info posix_typed_mem_get_info(native_handle file);
[[nodiscard]] MMAPKIT_EXPORT typed_memory_info posix_typed_mem_get_info(native_handle file,
                                                                        std::error_code& error) noexcept;

// int posix_mem_offset(const void *addr, size_t len, off_t *off, size_t *contig_len, int *fildes);
//
// Where an address lies in its memory object. Throws: mmap_error, always: operation_not_supported. Platforms: none.
// Source: POSIX.1-2024 posix_mem_offset().
//
//     const auto place = posix_mem_offset(addr, size);
[[nodiscard]] MMAPKIT_EXPORT memory_offset posix_mem_offset(const void* addr, std::size_t length);
[[nodiscard]] MMAPKIT_EXPORT memory_offset posix_mem_offset(const void* addr, std::size_t length,
                                                            std::error_code& error) noexcept;

}  // namespace mmapkit
