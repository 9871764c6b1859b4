/// \file
/// Changing the size and place of a mapping.
#pragma once

#include <cstddef>
#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/flag_set.hpp>
#include <mmapkit/flags/mremap_flag.hpp>

namespace mmapkit {

/// `void *mremap(void *old_address, size_t old_size, size_t new_size, int flags, void *new_address);`
/// Makes the mapping longer or shorter, without copying what it holds. `addr` is a multiple of page_size(); the lengths
/// are in bytes, rounded up to whole pages by the system. `new_addr` is for mremap_flag::fixed, a multiple of
/// page_size() too; with dont_unmap alone it is a hint, and otherwise an error. On NetBSD what is mapped at a fixed
/// place is gone even if the call fails. Returns where the mapping now is. A file does not grow with its mapping:
/// mapping::resize does that.
///
/// \throws mmap_error not_enough_memory where there is no room and may_move is missing; bad_address where the range is
/// not one mapping (it may have been split by mprotect or madvise).
/// \par Platforms
/// Linux, NetBSD.
/// \par Example
/// \code{.cpp}
/// p = static_cast<char*>(mmapkit::mremap(p, 4096, 1 << 20, mremap_flag::may_move));
/// \endcode
/// \sa Linux \linuxman{mremap,2}
MMAPKIT_EXPORT void* mremap(void* addr, std::size_t old_length, std::size_t new_length, mremap_flag flags,
                            void* new_addr = nullptr);
MMAPKIT_EXPORT void* mremap(void* addr, std::size_t old_length, std::size_t new_length, mremap_flag flags,
                            void* new_addr, std::error_code& error) noexcept;

}  // namespace mmapkit
