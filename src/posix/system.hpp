// What each POSIX system adds to the shared calls in file.cpp and memory.cpp: linux.cpp, apple.cpp and bsd.cpp answer.
#pragma once

#include "../backend.hpp"

namespace mmapkit::backend::posix {

// What open(2) cannot set, done on the new descriptor.
void finish_open(int file, open_flag flags, std::error_code& error) noexcept;

// The size of the pages that a file consists of, if they are huge; `block` is what the file says of itself.
std::size_t huge_page_unit(int file, std::size_t block) noexcept;

// Gives the blocks between `from` and `to` to the file, and makes it that long: an errno value, or 0.
int allocate(int file, std::uint64_t from, std::uint64_t to) noexcept;

// Whether the file has no block for that byte, and its disk has none to give.
bool lacks_room(int file, std::uint64_t offset) noexcept;

// Zeros in the place of the pages, in a handler.
bool show_zeros(std::byte* first, std::size_t length) noexcept;

// Whether this processor has an instruction that copies as fast as memcpy does from a page on, and tells a fault's
// place. copy_bytes is that instruction: how many bytes are left when a fault in `guarded`, which is `to` or `from`,
// has ended it; a handler ends it so.
bool copies_by_one_instruction() noexcept;
std::size_t copy_bytes(std::byte* to, const std::byte* from, std::size_t length, const std::byte* guarded) noexcept;
bool end_copy(void* context, const std::byte* at) noexcept;

// The flags of open(2) that shm_open takes.
int shared_memory_flags(open_flag flags) noexcept;

void start_writing(void* base, std::size_t length, native_handle file, std::uint64_t offset,
                   std::error_code& error) noexcept;

// The MAP_ bits of a request.
int map_flags(const map_request& request) noexcept;

// Whether the same request is worth a second try, with other bits, on a kernel that is older than the first ones.
bool older_map_flags(const map_request& request, int error, int& flags) noexcept;

// New memory shall come from that NUMA node, where it can.
void prefer_node(void* base, std::size_t length, unsigned node, std::error_code& error) noexcept;

}  // namespace mmapkit::backend::posix
