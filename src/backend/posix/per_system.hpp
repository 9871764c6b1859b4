// What POSIX systems do differently within the shared functions of this folder. A folder of a system answers with a
// file of the same name; where it does not, the one in this folder is what most systems do.
#pragma once

#include <sys/types.h>

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <system_error>

#include <mmapkit/detail/file_identity.hpp>
#include <mmapkit/flags/native_handle.hpp>

#include "backend/mappings.hpp"
#include "backend/native_value.hpp"

namespace mmapkit::backend::posix {

// finish_open.cpp
// Sets what open(2) cannot set, on the new descriptor.
void finish_open(int file, open_flag flags, std::error_code& error) noexcept;

// status_of.cpp
struct file_status {
  mode_t mode = 0;          // as st_mode
  std::uint64_t size = 0;   // as st_size
  std::size_t block = 0;    // as st_blksize
  std::uint64_t links = 0;  // as st_nlink
  detail::file_identity identity;
};
// Nothing, and errno, where the system does not tell.
std::optional<file_status> status_of(int file) noexcept;

// device_size.cpp
// The bytes of a disk, from its st_mode on; nothing for other devices.
std::optional<std::uint64_t> device_size(int file, mode_t mode) noexcept;

// huge_page_unit.cpp
// The page size of a file in huge pages, or 0; `block` is its st_blksize.
std::size_t huge_page_unit(int file, std::size_t block) noexcept;

// fallocate.cpp
// Both return an errno value, or 0; EOPNOTSUPP or ENOSYS where there is no such call, or not for this file.
// Allocates the blocks between `from` and `to`, also beyond the end, and keeps the length.
int reserve(int file, std::uint64_t from, std::uint64_t to) noexcept;
// Allocates them, and makes the file that long if it is shorter.
int allocate(int file, std::uint64_t from, std::uint64_t to) noexcept;

// fault_handler.cpp
// Changes no byte of each page, by an atomic store, until one faults. Returns the number of bytes that did not. Called
// after catch_faults.
std::size_t store_to_pages(std::byte* first, std::size_t length) noexcept;

// total_memory.cpp
// Of the machine, swap included, in bytes; as much as there can be where the system does not tell.
std::uint64_t total_memory() noexcept;

// disk_full.cpp
// Whether that byte of the file has no block, and the disk has none left.
bool is_disk_full(int file, std::uint64_t offset) noexcept;

// look_at_object.cpp
// A descriptor for fstat of what has the name of a shared memory object; -1 and errno where there is none.
int look_at_object(const char* name) noexcept;

// wiped_page.cpp
// A page of zeros that a child has as zeros again, however it was made; null where the system has none.
void* wiped_page() noexcept;

// is_readable.cpp
// Whether a load from the address, a multiple of 4, would succeed; asked in a signal handler. True where the system has
// no call that tells.
bool is_readable(const std::byte* at) noexcept;

// page_fault.cpp
// The signal of an access whose page the system cannot provide.
int page_fault_signal() noexcept;
// How an access failed that a signal tells of; asked in its handler.
enum class failed_access : std::uint8_t {
  no_page,  // a new page in its place lets the access succeed
  refused,  // it was misaligned, or the protection forbids it
  none,     // the signal was sent, and no access failed
};
failed_access examine_signal(const siginfo_t& info, const void* context) noexcept;

// blocked_signals.cpp
// The signals that were blocked when the signal of that context came.
sigset_t blocked_signals(const void* context) noexcept;

// map_zeros.cpp
// Replaces the pages by new ones, in a signal handler.
bool map_zeros(std::byte* first, std::size_t length) noexcept;
// The same where nothing is mapped; false where something is by now.
bool map_zeros_at_free(std::byte* first, std::size_t length) noexcept;

// keep_loaded.cpp
// The library, program or plugin that has this code stays loaded from now on, also after a dlclose.
void keep_loaded(const void* code) noexcept;

// copy_bytes.cpp
// Whether copy_bytes is as fast as memcpy for a page and more.
bool has_copy_bytes() noexcept;
// Copies by an instruction that stops where it faults. Returns the number of bytes that are left after a fault in
// `guarded`, which is `to` or `from`.
std::size_t copy_bytes(std::byte* to, const std::byte* from, std::size_t length, const std::byte* guarded) noexcept;
// In the handler of the fault at `at`: if it is in copy_bytes, makes that return, and returns true.
bool stop_copy_bytes(void* context, const std::byte* at) noexcept;

// start_writeback.cpp
// Starts writing to the device, without waiting for it. `offset` is that of `base` in the file.
void start_writeback(void* base, std::size_t length, native_handle file, std::uint64_t offset,
                     std::error_code& error) noexcept;

// map_flags.cpp
// The MAP_ bits of a request.
int map_flags(const map_request& request) noexcept;

// handle_to_map_by.cpp
// Another handle for a mapping that failed with this error by that of the request, or no_handle. The caller closes it.
native_handle handle_to_map_by(const map_request& request, int error) noexcept;

// older_map_flags.cpp
// After mmap failed with `error`: whether to try again with other flags, for an older kernel.
bool older_map_flags(const map_request& request, int error, int& flags) noexcept;

// prefer_node.cpp
// Places the memory on that NUMA node, as long as the node has some.
void prefer_node(void* base, std::size_t length, unsigned node, std::error_code& error) noexcept;

}  // namespace mmapkit::backend::posix
