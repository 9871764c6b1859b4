// Changing the size and place of a mapping.
#pragma once

#include <cstddef>
#include <cstdint>
#include <system_error>

#include <mmapkit/flag_set.hpp>

namespace mmapkit {

// How a mapping may move.
// Source: Linux mremap(2), NetBSD mremap(2).
enum class mremap_flag : std::uint64_t {
  none = 0,
  may_move = 1U << 0,
  fixed = 1U << 1,
  dont_unmap = 1U << 2,
  duplicate = 1U << 3,
};

template <>
inline constexpr bool is_bitmask<mremap_flag> = true;

template <>
inline constexpr flag_row<mremap_flag> rows<mremap_flag>[] = {
    {mremap_flag::none, "none", mark::linux_ | mark::netbsd, "Linux 1.3.87", "the mapping stays where it is"},
    {mremap_flag::may_move, "may_move", mark::linux_ | mark::netbsd, "Linux 1.3.87",
     "to another address, if there is no room"},
    {mremap_flag::fixed, "fixed", mark::linux_ | mark::netbsd, "Linux 2.3.31",
     "to the new address; what was mapped there is gone; needs may_move"},
    {mremap_flag::dont_unmap, "dont_unmap", mark::linux_, "Linux 5.7",
     "the old place stays mapped, and empty; needs may_move and an unchanged length"},
    {mremap_flag::duplicate, "duplicate", mark::linux_ | mark::netbsd, "Linux 2.4",
     "the same pages at a second place; shared mappings; needs may_move"},
};

// void *mremap(void *old_address, size_t old_size, size_t new_size, int flags, void *new_address);
//
// Makes the mapping longer or shorter, without copying what it holds. `addr` is a multiple of page_size(); the lengths
// are in bytes, rounded up to whole pages by the system. `new_addr` is for mremap_flag::fixed, a multiple of
// page_size() too; with dont_unmap alone it is a hint, and otherwise an error. On NetBSD what is mapped at a fixed
// place is gone even if the call fails. Returns where the mapping now is. A file does not grow with its mapping:
// mapping::resize does that.
//
// Throws: mmap_error; not_enough_memory where there is no room and may_move is missing; bad_address where the range is
// not one mapping (it may have been split by mprotect or madvise).
// Platforms: Linux, NetBSD.
//
//     p = static_cast<char*>(mremap(p, 4096, 1 << 20, mremap_flag::may_move));
//
// Source: Linux mremap(2).
MMAPKIT_EXPORT void* mremap(void* addr, std::size_t old_length, std::size_t new_length, mremap_flag flags,
                            void* new_addr = nullptr);
MMAPKIT_EXPORT void* mremap(void* addr, std::size_t old_length, std::size_t new_length, mremap_flag flags,
                            void* new_addr, std::error_code& error) noexcept;

}  // namespace mmapkit
