// The contract of a backend. A port to a new system writes these functions and nothing else.
//
// The portable code above guarantees: no flag arrives that the system lacks (marks and `available` have been asked),
// flags do not contradict each other, protections have read wherever they have write (but for `map`, which the POSIX
// signature calls with what it was given), offset + length fits a signed 64-bit integer.
// A backend guarantees: no policy, no allocation on success, nothing thrown; each function reports through `error`
// alone and leaves it untouched on success; the code is read before any clean-up; what a failed call made is released.
// Owners: an opened handle belongs to the caller until close_file; a handle passed in is never closed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>

#include <mmapkit/mmapkit.hpp>

#include "listed_types.hpp"

namespace mmapkit::backend {

// The one system that this backend serves.
mark system() noexcept;

// Constant while the process lives; powers of two.
std::size_t page_size() noexcept;
std::size_t granularity() noexcept;

// The unit that the system rounds the length of huge_table memory up to; 0 where it has no such memory.
std::size_t huge_page_size() noexcept;

// The size that transparent huge pages have at most; 0 where the system has none, or makes them without being asked.
std::size_t transparent_huge_page_size() noexcept;

// This process's number: what one owns, a child of fork() does not.
std::uint64_t process() noexcept;

// How the library's own refusals are numbered: as an error of this system where it uses errno.
std::error_code refusal(std::errc reason) noexcept;

// The native number of one flag, advice or call; nothing where the system has no such thing; 0 also where it is met
// without a bit. Each is a switch without default, so that the compiler finds a flag without an answer.
// `available`: whether the running system keeps the promise of a flag that its platform has; asks it where that is in
// doubt, by a call that changes nothing.
#define MMAPKIT_DECLARE(Type)                                    \
  std::optional<std::uint32_t> native_value(Type flag) noexcept; \
  bool available(Type flag) noexcept;
MMAPKIT_LISTED_TYPES(MMAPKIT_DECLARE)
#undef MMAPKIT_DECLARE

// Opens for reading, and for writing where `flags` says so; close-on-exec; never waits for a FIFO's other end.
// `protection` tells what a mapping will ask of the handle, for systems that decide it at opening.
native_handle open_file(const path_view::value_type* path, open_flag flags, protection_flag protection,
                        std::error_code& error) noexcept;
void close_file(native_handle file, std::error_code& error) noexcept;

struct file_info {
  std::uint64_t size = 0;  // bytes; meaningful for regular files
  bool regular = false;    // not a directory, FIFO, socket or device
  std::size_t unit = 0;    // that offsets, lengths and size are multiples of, where it is more than a page: huge pages
};

file_info examine(native_handle file, std::error_code& error) noexcept;

// For a file that says it is empty: an error if the system cannot map files of its kind at all, as those under /proc.
void probe(native_handle file, std::error_code& error) noexcept;

// Makes the file `to` bytes long, more than its `from`. On failure what it added is taken back, and nothing else.
void grow(native_handle file, std::uint64_t from, std::uint64_t to, file_growth growth,
          std::error_code& error) noexcept;

// Cuts the file to `to` bytes, if it still has its `from`: what another program has appended is data.
void shorten(native_handle file, std::uint64_t from, std::uint64_t to, std::error_code& error) noexcept;

struct map_request {
  void* address = nullptr;
  std::size_t length = 0;
  protection_flag protection = protection_flag::none;
  mmap_flag flags{};
  native_handle file = no_handle;
  std::uint64_t offset = 0;
  std::size_t alignment = 0;  // of the address, more than the granularity; 0: none. Anonymous memory only
  std::optional<unsigned> numa_node = std::nullopt;  // preferred
  section_flag section{};
  allocation_flag allocation{};
};

// One mapping, at a multiple of the granularity; null on failure.
void* map(const map_request& request, std::error_code& error) noexcept;

// Some systems fill or lock a new mapping as well as they can and keep quiet where they could not: this makes them say
// so. Asked once after map, and only for those flags.
void report_hidden_failure(void* base, std::size_t length, mmap_flag flags, std::error_code& error) noexcept;

// `base` is aligned to pages in the next three, except where the POSIX signature was given something else.
void unmap(void* base, std::size_t length, std::error_code& error) noexcept;
void protect(void* base, std::size_t length, protection_flag protection, std::error_code& error) noexcept;

// Addresses without memory are mapped with this flag, and without access. Memory for a part of them, zeroed where it is
// new, and its end; whether a part can be unmapped by itself.
allocation_flag reserving() noexcept;
void commit(void* base, std::size_t length, protection_flag protection, std::error_code& error) noexcept;
void decommit(void* base, std::size_t length, std::error_code& error) noexcept;
bool unmaps_parts() noexcept;

// Addresses that views are put into, from the first on, each at the end of the one before or in the place of one of the
// same length. All lengths are multiples of the granularity. `show` maps the request, of a file, at its address; where
// it fails the addresses stay taken. A system that cannot replace gives them free for a moment: file_exists means that
// another thread has them now, and that the room ends before the address of the request.
void* reserve_room(std::size_t length, std::size_t alignment, std::error_code& error) noexcept;
void show(map_request request, std::error_code& error) noexcept;
void sync_room(void* base, std::size_t length, msync_flag flags, native_handle file, std::error_code& error) noexcept;
void sync_room(void* base, std::size_t length, durability level, native_handle file, std::error_code& error) noexcept;
void release_room(void* base, std::size_t length, std::error_code& error) noexcept;

// Which pages of a private view of a file were stored to, and so are copies: as scan_pages. A system that cannot tell
// says function_not_supported. `forget_copies` shows the file's pages again in all of `runs`; the system may do that to
// the whole view, which is in a room.
std::size_t copied_pages(const void* addr, std::size_t length, std::span<page_run> runs, const void*& rest,
                         std::error_code& error) noexcept;
void forget_copies(const map_request& view, std::span<const page_run> runs, std::error_code& error) noexcept;

// So many bytes of zeroed memory that shared mappings show, without a name; for code that runs, where `runs`.
native_handle memory_object(std::uint64_t size, bool runs, std::error_code& error) noexcept;

// Whether such objects have one size for ever, without seals.
bool objects_keep_their_size() noexcept;

// Code that is made at run time. Whether the view to write and the view to run have to be one mapping, which this
// thread may store to only while that is allowed. What was stored can be run by every thread after publish_code.
bool has_one_code_view() noexcept;
void allow_code_stores(bool allow) noexcept;
void publish_code(void* writable, const void* runnable, std::size_t length) noexcept;

// `file` is no_handle where none is known.
void sync(void* base, std::size_t length, msync_flag flags, native_handle file, std::error_code& error) noexcept;

// The same by level; `offset` is that of `base` in the file.
void make_durable(void* base, std::size_t length, durability level, native_handle file, std::uint64_t offset,
                  std::error_code& error) noexcept;

// Reads some bytes, as many as there are at once: 0 at the end.
std::size_t read_file(native_handle file, std::uint64_t offset, std::span<std::byte> to,
                      std::error_code& error) noexcept;

// Writes to a file, so that its mappings show the bytes; with `durable` they are on the device on return. False, and
// nothing written, where writing and mappings of this file are not one memory, or the system has no such call.
bool write_file(native_handle file, std::uint64_t offset, std::span<const std::byte> bytes, bool durable,
                std::error_code& error) noexcept;
void sync_file(native_handle file, durability level, std::error_code& error) noexcept;
void sync_folder(const path_view::value_type* folder, std::error_code& error) noexcept;

// Faults in the memory of files. catch_faults makes sure that this thread's do not end the process: those within an
// open guard make the page one of zeros, and are kept in its record. copy_guarded copies until a fault in `guarded`,
// which is `to` or `from`; how many bytes. copy_at_once does so where that is faster than preparing for a fault; false:
// it may have copied a part. judge_fault finds out why a byte of a file could not be accessed, as far as that can be
// seen afterwards. A guard that could not keep this is not opened: bad_file_descriptor where the system needs the file
// of the mapping, which is closed.
bool catches_faults() noexcept;  // since this thread has called catch_faults
void catch_faults(std::error_code& error) noexcept;
bool open_guard(detail::guarded_range& guard) noexcept;  // where nothing can fail: the fast way; false: the other
void open_guard(detail::guarded_range& guard, std::error_code& error) noexcept;
void close_guard(const detail::guarded_range& guard) noexcept;
bool copy_at_once(std::byte* to, const std::byte* from, std::size_t length, const std::byte* guarded) noexcept;
std::size_t copy_guarded(std::byte* to, const std::byte* from, std::size_t length, const std::byte* guarded,
                         fault_kind& kind) noexcept;
fault_kind judge_fault(native_handle file, std::uint64_t offset) noexcept;

// From here on each function is one public call, named as that is, with the arguments that it has there: flags judged,
// names ending in NUL. A system that has no such call takes the answer of src/absent, which nobody asks: its mark has
// been looked at before.
void mlock(const void* addr, std::size_t length, lock_flag flags, std::error_code& error) noexcept;
void munlock(const void* addr, std::size_t length, std::error_code& error) noexcept;
void mlockall(mlockall_flag flags, std::error_code& error) noexcept;
void munlockall(std::error_code& error) noexcept;
std::uint64_t lock_limit(std::error_code& error) noexcept;

void madvise(void* addr, std::size_t length, advice what, std::error_code& error) noexcept;
void posix_madvise(void* addr, std::size_t length, posix_advice what, std::error_code& error) noexcept;
std::size_t process_madvise(native_handle process, std::span<const std::span<std::byte>> ranges, advice what,
                            std::error_code& error) noexcept;

// `pages` has room for one byte a page.
void mincore(const void* addr, std::size_t length, unsigned char* pages, std::error_code& error) noexcept;
page_state state_of(unsigned char page) noexcept;
// Whether mincore has to be believed when it says that all pages are there; asked only then. `file` may be no_handle.
bool may_see_residency(const void* addr, native_handle file) noexcept;
cache_state cachestat(native_handle file, std::uint64_t offset, std::uint64_t length, std::error_code& error) noexcept;

void* mremap(void* addr, std::size_t old_length, std::size_t new_length, mremap_flag flags, void* new_addr,
             std::error_code& error) noexcept;

native_handle shm_open(const char* name, open_flag flags, unsigned mode, std::uint64_t size,
                       std::error_code& error) noexcept;
void shm_unlink(const char* name, std::error_code& error) noexcept;
// A null name is none.
native_handle shm_open2(const char* name, open_flag flags, shm_flag how, unsigned mode,
                        std::error_code& error) noexcept;
void shm_rename(const char* from, const char* to, shm_rename_flag flags, std::error_code& error) noexcept;
native_handle shm_create_largepage(const char* name, open_flag flags, std::size_t page_size, large_page_policy policy,
                                   unsigned mode, std::error_code& error) noexcept;
native_handle shm_mkstemp(char* name, std::error_code& error) noexcept;
native_handle memfd_create(const char* name, memfd_flag flags, std::error_code& error) noexcept;
native_handle memfd_secret(std::error_code& error) noexcept;
void add_seals(native_handle file, seal_flag seals, std::error_code& error) noexcept;
seal_flag get_seals(native_handle file, std::error_code& error) noexcept;

int pkey_alloc(key_right rights, std::error_code& error) noexcept;
void pkey_free(int key, std::error_code& error) noexcept;
void pkey_mprotect(void* addr, std::size_t length, protection_flag protection, int key,
                   std::error_code& error) noexcept;
void mseal(void* addr, std::size_t length, std::error_code& error) noexcept;

void posix_fadvise(native_handle file, std::uint64_t offset, std::uint64_t length, file_advice what,
                   std::error_code& error) noexcept;
void read_ahead(native_handle file, std::uint64_t offset, std::uint64_t length, std::error_code& error) noexcept;
void fallocate(native_handle file, space_flag flags, std::uint64_t offset, std::uint64_t length,
               std::error_code& error) noexcept;
void sync_file_range(native_handle file, std::uint64_t offset, std::uint64_t length, range_sync_flag flags,
                     std::error_code& error) noexcept;

// Node numbers as bits, lowest first.
using node_mask = std::array<unsigned long, 1024 / (8 * sizeof(unsigned long))>;

void mbind(void* addr, std::size_t length, numa_policy policy, const node_mask& nodes, numa_flag flags, numa_move move,
           std::error_code& error) noexcept;
void set_mempolicy(numa_policy policy, const node_mask& nodes, numa_flag flags, std::error_code& error) noexcept;
numa_policy get_mempolicy(const void* addr, std::error_code& error) noexcept;
unsigned node_of(const void* addr, std::error_code& error) noexcept;
void set_mempolicy_home_node(void* addr, std::size_t length, unsigned node, std::error_code& error) noexcept;
void allowed_nodes(node_mask& nodes, std::error_code& error) noexcept;
void move_pages(std::span<page_place> pages, numa_move how, std::error_code& error) noexcept;
void find_nodes(std::span<page_place> pages, std::error_code& error) noexcept;
std::size_t migrate_pages(const node_mask& from, const node_mask& to, std::error_code& error) noexcept;

// A region whose name lives as long as the call it is shown to.
struct region_entry {
  std::byte* addr = nullptr;
  std::size_t size = 0;
  protection_flag protection = protection_flag::none;
  bool shared = false;
  std::uint64_t offset = 0;
  std::size_t page_size = 0;
  std::uint64_t inode = 0;  // of the file, where the system has such numbers
  std::string_view name;
};

// Shows the regions that end after `from`, by address, until `visit` says false.
void regions(const void* from, bool (*visit)(void* context, const region_entry& entry), void* context,
             std::error_code& error) noexcept;

struct usage_entry {
  region_usage usage;  // without its kernel_flags
  std::array<char, 128> kernel_flags{};
};

// Whether a region holds the address.
bool region_usage_at(const void* addr, usage_entry& found, std::error_code& error) noexcept;

// Fills `runs` with those of [addr, addr + length); returns how many, and in `rest` where to go on (the end, when
// done).
std::size_t scan_pages(const void* addr, std::size_t length, page_category wanted, scan_flag flags,
                       std::span<page_run> runs, const void*& rest, std::error_code& error) noexcept;

void minherit(void* addr, std::size_t length, inherit what, std::error_code& error) noexcept;
void* mquery(void* addr, std::size_t length, std::error_code& error) noexcept;
void set_process_rule(process_rule rule, std::error_code& error) noexcept;
void name_region(void* addr, std::size_t length, const char* name, std::error_code& error) noexcept;
void* map_shadow_stack(void* addr, std::size_t length, shadow_stack_flag flags, std::error_code& error) noexcept;

void* virtual_alloc(void* addr, std::size_t length, allocation_flag flags, protection_flag protection,
                    const address_limits& limits, std::error_code& error) noexcept;
void virtual_free(void* addr, std::size_t length, free_flag flags, std::error_code& error) noexcept;
void unmap_view(void* addr, unmap_flag flags, std::error_code& error) noexcept;
void offer_memory(void* addr, std::size_t length, offer_priority priority, std::error_code& error) noexcept;
bool reclaim_memory(void* addr, std::size_t length, std::error_code& error) noexcept;
void discard_memory(void* addr, std::size_t length, std::error_code& error) noexcept;
void reset_memory(void* addr, std::size_t length, std::error_code& error) noexcept;
bool undo_reset(void* addr, std::size_t length, std::error_code& error) noexcept;
// Both fill `pages`, which has room for all of the range, and return how many there are.
std::size_t written_pages(void* addr, std::size_t length, std::span<void*> pages, std::error_code& error) noexcept;
std::size_t take_written_pages(void* addr, std::size_t length, std::span<void*> pages, std::error_code& error) noexcept;
void reset_written_pages(void* addr, std::size_t length, std::error_code& error) noexcept;

void set_valid_call_targets(void* addr, std::size_t length, std::span<const call_target> targets,
                            std::error_code& error) noexcept;

std::size_t allocate_physical_pages(std::span<std::uintptr_t> frames, std::error_code& error) noexcept;
void map_physical_pages(void* addr, std::span<const std::uintptr_t> frames, std::error_code& error) noexcept;
void unmap_physical_pages(void* addr, std::size_t length, std::error_code& error) noexcept;
void free_physical_pages(std::span<const std::uintptr_t> frames, std::error_code& error) noexcept;

native_handle memory_notification(memory_condition condition, std::error_code& error) noexcept;
bool memory_condition_holds(native_handle notification, std::error_code& error) noexcept;
void* register_bad_memory_notification(bad_memory_callback callback, std::error_code& error) noexcept;
void unregister_bad_memory_notification(void* registration, std::error_code& error) noexcept;
memory_error_support memory_error_handling(std::error_code& error) noexcept;

}  // namespace mmapkit::backend
