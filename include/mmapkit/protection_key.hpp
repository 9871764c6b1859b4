// Rights to memory that a thread changes without a system call, and memory that nobody can change any more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <system_error>

#include <mmapkit/flags.hpp>

namespace mmapkit {

// What a protection key takes away.
// Source: Linux pkeys(7).
enum class key_right : std::uint64_t {
  none = 0,
  disable_access = 1U << 0,
  disable_write = 1U << 1,
  disable_execute = 1U << 2,
  disable_read = 1U << 3,
};

template <>
inline constexpr bool is_bitmask<key_right> = true;

template <>
inline constexpr flag_row<key_right> rows<key_right>[] = {
    {key_right::none, "none", mark::linux_, "Linux 4.9", "nothing is taken away"},
    {key_right::disable_access, "disable_access", mark::linux_, "Linux 4.9", "neither reading nor writing"},
    {key_right::disable_write, "disable_write", mark::linux_, "Linux 4.9", "no writing"},
    {key_right::disable_execute, "disable_execute", mark::linux_, "Linux 6.12", "no running; arm64"},
    {key_right::disable_read, "disable_read", mark::linux_, "Linux 6.12", "no reading; arm64"},
};

// int pkey_alloc(unsigned int flags, unsigned int access_rights);
//
// A new protection key, with these rights taken from the calling thread.
// Throws: mmap_error; no_space_on_device where all keys are taken, and by some kernels where the processor has none;
// operation_not_supported and function_not_supported where the kernel has none.
// Platforms: Linux, on processors that have keys.
//
//     const int key = pkey_alloc(key_right::disable_write);
//
// Source: Linux pkey_alloc(2), pkeys(7).
[[nodiscard]] MMAPKIT_EXPORT int pkey_alloc(key_right rights = key_right::none);
[[nodiscard]] MMAPKIT_EXPORT int pkey_alloc(key_right rights, std::error_code& error) noexcept;

// int pkey_free(int pkey);
//
// Gives the key back. Memory that has it keeps it: change that first.
// Throws: mmap_error; invalid_argument for a key that is not allocated. Platforms: Linux. Source: Linux pkey_free(2).
//
//     pkey_free(key);
MMAPKIT_EXPORT void pkey_free(int key);
MMAPKIT_EXPORT void pkey_free(int key, std::error_code& error) noexcept;

// int pkey_mprotect(void *addr, size_t len, int prot, int pkey);
//
// As mprotect, rounding included, and the memory gets the key; key -1 is mprotect itself.
// Throws: mmap_error; invalid_argument for a key that is not allocated. Platforms: Linux 4.9.
//
//     pkey_mprotect(table, size, protection_flag::read | protection_flag::write, key);
//
// Source: Linux pkey_mprotect(2).
MMAPKIT_EXPORT void pkey_mprotect(void* addr, std::size_t size, protection_flag protection, int key);
MMAPKIT_EXPORT void pkey_mprotect(void* addr, std::size_t size, protection_flag protection, int key,
                                  std::error_code& error) noexcept;

// int mseal(void *addr, size_t len, unsigned long flags);
//
// From now on nobody in the process can unmap, move, replace, protect otherwise or (read-only memory) discard this
// memory, until the process ends: munmap and destructors fail with operation_not_permitted. `addr` is a multiple of
// page_size(), `length` in bytes, rounded up to pages.
// Throws: mmap_error; function_not_supported before Linux 6.10; not_enough_memory where part of the range is not
// mapped. Platforms: Linux 6.10 on 64-bit processors; OpenBSD 7.3 (mimmutable).
//
//     mprotect(table, size, protection_flag::read);
//     mseal(table, size);
//
// Source: Linux mseal(2), OpenBSD mimmutable(2).
MMAPKIT_EXPORT void mseal(void* addr, std::size_t length);
MMAPKIT_EXPORT void mseal(void* addr, std::size_t length, std::error_code& error) noexcept;

}  // namespace mmapkit
