/// \file
/// Rights to memory that a thread changes without a system call, and memory that nobody can change any more.
#pragma once

#include <cstddef>
#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/key_right.hpp>
#include <mmapkit/flags/protection_flag.hpp>

namespace mmapkit {

/// `int pkey_alloc(unsigned int flags, unsigned int access_rights);`
/// A new protection key, with these rights taken from the calling thread.
///
/// \throws mmap_error no_space_on_device where all keys are taken, and by some kernels where the processor has none;
/// operation_not_supported and function_not_supported where the kernel has none.
/// \par Platforms
/// Linux, on processors that have keys.
/// \par Example
/// \code{.cpp}
/// const int key = mmapkit::pkey_alloc(key_right::disable_write);
/// \endcode
/// \sa Linux \linuxman{pkey_alloc,2}, \linuxman{pkeys,7}
[[nodiscard]] MMAPKIT_EXPORT int pkey_alloc(key_right rights = key_right::none);
[[nodiscard]] MMAPKIT_EXPORT int pkey_alloc(key_right rights, std::error_code& error) noexcept;

/// `int pkey_free(int pkey);`
/// Gives the key back. Memory that has it keeps it: change that first.
///
/// \throws mmap_error invalid_argument for a key that is not allocated.
/// \par Platforms
/// Linux.
/// \par Example
/// \code{.cpp}
/// mmapkit::pkey_free(key);
/// \endcode
/// \sa Linux \linuxman{pkey_free,2}
MMAPKIT_EXPORT void pkey_free(int key);
MMAPKIT_EXPORT void pkey_free(int key, std::error_code& error) noexcept;

/// `int pkey_get(int pkey);`
/// What the calling thread may not do with memory of this key, read from a register of the processor: no system call.
///
/// \throws mmap_error function_not_supported where the processor or the kernel has no keys; invalid_argument for a
/// number that no key has.
/// \par Platforms
/// Linux on x86-64 with protection keys, tried in an emulator.
/// \par Example
/// \code{.cpp}
/// const key_right before = mmapkit::pkey_get(key);
/// \endcode
/// \sa Linux \linuxman{pkeys,7}
[[nodiscard]] MMAPKIT_EXPORT key_right pkey_get(int key);
[[nodiscard]] MMAPKIT_EXPORT key_right pkey_get(int key, std::error_code& error) noexcept;

/// `int pkey_set(int pkey, unsigned int access_rights);`
/// Takes these rights to memory of this key from the calling thread, and gives it all others: no system call, no page
/// table.
///
/// \throws mmap_error as pkey_get; operation_not_supported for rights that this processor cannot take.
/// \par Platforms
/// As pkey_get.
/// \par Example
/// \code{.cpp}
/// mmapkit::pkey_set(key, key_right::none);
/// table[0] = 1;
/// mmapkit::pkey_set(key, key_right::disable_write);
/// \endcode
/// \sa Linux \linuxman{pkeys,7}
MMAPKIT_EXPORT void pkey_set(int key, key_right rights);
MMAPKIT_EXPORT void pkey_set(int key, key_right rights, std::error_code& error) noexcept;

/// `int pkey_mprotect(void *addr, size_t len, int prot, int pkey);`
/// As mprotect, rounding included, and the memory gets the key; key -1 is mprotect itself.
///
/// \throws mmap_error invalid_argument for a key that is not allocated.
/// \par Platforms
/// Linux 4.9.
/// \par Example
/// \code{.cpp}
/// mmapkit::pkey_mprotect(table, size, protection_flag::read | protection_flag::write, key);
/// \endcode
/// \sa Linux \linuxman{pkey_mprotect,2}
MMAPKIT_EXPORT void pkey_mprotect(void* addr, std::size_t size, protection_flag protection, int key);
MMAPKIT_EXPORT void pkey_mprotect(void* addr, std::size_t size, protection_flag protection, int key,
                                  std::error_code& error) noexcept;

/// `int mseal(void *addr, size_t len, unsigned long flags);`
/// From now on nobody in the process can unmap, move, replace, protect otherwise or (read-only memory) discard this
/// memory, until the process ends: munmap and destructors fail with operation_not_permitted. `addr` is a multiple of
/// page_size(), `length` in bytes, rounded up to pages. `flags` are the system's, passed on untouched; Linux 6.10 has
/// none, and refuses all.
///
/// \throws mmap_error function_not_supported before Linux 6.10; not_enough_memory where part of the range is not
/// mapped; operation_not_supported for flags on OpenBSD, whose call takes none.
/// \par Platforms
/// Linux 6.10 on 64-bit processors; OpenBSD 7.3 (mimmutable).
/// \par Example
/// \code{.cpp}
/// mmapkit::mprotect(table, size, protection_flag::read);
/// mmapkit::mseal(table, size);
/// \endcode
/// \sa Linux \linuxman{mseal,2}, OpenBSD \openbsdman{mimmutable,2}
MMAPKIT_EXPORT void mseal(void* addr, std::size_t length, unsigned long flags = 0);
MMAPKIT_EXPORT void mseal(void* addr, std::size_t length, std::error_code& error) noexcept;
MMAPKIT_EXPORT void mseal(void* addr, std::size_t length, unsigned long flags, std::error_code& error) noexcept;

}  // namespace mmapkit
