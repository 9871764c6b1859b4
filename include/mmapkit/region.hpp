// What is mapped in this process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include <mmapkit/flags.hpp>

namespace mmapkit {

// A stretch of memory that the system treats alike. One mmap may be several, several may have become one.
struct region {
  std::byte* addr = nullptr;
  std::size_t size = 0;  // bytes
  protection_flag protection = protection_flag::none;
  bool shared = false;
  std::uint64_t offset = 0;   // of addr in the file, bytes
  std::string name;           // the file's path, the system's own name such as "[stack]", or empty
  std::size_t page_size = 0;  // bytes; larger for huge pages; 0 where the system does not tell (Linux before 6.11)
};

// All regions, by address. Names need memory; everything else is asked of the system.
//
// Throws: mmap_error, std::bad_alloc. Platforms: Linux (PROCMAP_QUERY, /proc/self/maps), Windows (VirtualQuery), macOS
// (mach_vm_region); refused on the BSDs.
//
//     for (const auto& r : regions()) std::cout << r.name << '\n';
//
// Source: Linux proc_pid_maps(5); VirtualQuery, GetMappedFileNameW.
[[nodiscard]] MMAPKIT_EXPORT std::vector<region> regions();

// The region that holds the address, or nothing where none does.
//
// Throws: mmap_error, std::bad_alloc. Platforms: as regions; Linux 6.11 is asked for one region (PROCMAP_QUERY), of
// older ones the list is read.
//
//     if (const auto r = find_region(addr); r && r->shared) ...
[[nodiscard]] MMAPKIT_EXPORT std::optional<region> find_region(const void* addr);

// What the kernel has counted for the memory around an address, bytes.
struct region_usage {
  std::size_t resident = 0;      // in memory
  std::size_t proportional = 0;  // in memory, shared pages divided among those who map them
  std::size_t dirty = 0;         // changed
  std::size_t anonymous = 0;     // not, or no longer, a file's
  std::size_t huge = 0;          // in transparent huge pages
  std::size_t swapped = 0;
  std::size_t locked = 0;
  std::string kernel_flags;  // VmFlags: "rd wr mr mw me ac"
};

// Throws: mmap_error, std::bad_alloc; nothing where no region holds the address. Platforms: Linux (/proc/self/smaps).
//
//     std::cout << find_region_usage(addr)->resident << " bytes in memory\n";
//
// Source: Linux proc_pid_smaps(5).
[[nodiscard]] MMAPKIT_EXPORT std::optional<region_usage> find_region_usage(const void* addr);

// What a page of a range is, as the kernel's page tables have it.
// Source: Linux PAGEMAP_SCAN.
enum class page_category : std::uint64_t {
  write_protect_allowed = 1U << 0,
  written = 1U << 1,
  file = 1U << 2,
  present = 1U << 3,
  swapped = 1U << 4,
  zero_frame = 1U << 5,
  huge = 1U << 6,
  soft_dirty = 1U << 7,
  guard = 1U << 8,
};

template <>
inline constexpr bool is_bitmask<page_category> = true;

template <>
inline constexpr flag_row<page_category> rows<page_category>[] = {
    {page_category::write_protect_allowed, "write_protect_allowed", mark::linux_, "Linux 6.7",
     "a userfaultfd may protect it against writing"},
    {page_category::written, "written", mark::linux_, "Linux 6.7", "written since it was protected against writing"},
    {page_category::file, "file", mark::linux_, "Linux 6.7", "a file's, or shared memory"},
    {page_category::present, "present", mark::linux_, "Linux 6.7", "in memory, in this process's page table"},
    {page_category::swapped, "swapped", mark::linux_, "Linux 6.7", "swapped out"},
    {page_category::zero_frame, "zero_frame", mark::linux_, "Linux 6.7", "the one page of zeros that all share"},
    {page_category::huge, "huge", mark::linux_, "Linux 6.7", "part of a huge page"},
    {page_category::soft_dirty, "soft_dirty", mark::linux_, "Linux 6.8",
     "written since /proc/self/clear_refs was told"},
    {page_category::guard, "guard", mark::linux_, "Linux 6.15", "a guard page of advice::guard_install"},
};

// What scan_pages does beside looking.
// Source: Linux PAGEMAP_SCAN.
enum class scan_flag : std::uint64_t {
  none = 0,
  write_protect = 1U << 0,
  check_async = 1U << 1,
};

template <>
inline constexpr bool is_bitmask<scan_flag> = true;

template <>
inline constexpr flag_row<scan_flag> rows<scan_flag>[] = {
    {scan_flag::none, "none", mark::linux_, "Linux 6.7", "nothing more"},
    {scan_flag::write_protect, "write_protect", mark::linux_, "Linux 6.7",
     "the pages that are found count as not written from now on: memory that a userfaultfd watches for writes"},
    {scan_flag::check_async, "check_async", mark::linux_, "Linux 6.7",
     "refuse where the memory is not watched so, instead of passing it over"},
};

struct page_run {
  std::byte* addr = nullptr;
  std::size_t size = 0;  // bytes
  page_category categories{};
};

// The runs of pages in the range that are of all categories in `wanted`, each with the categories of `wanted` that it
// has. `addr` is a multiple of page_size(), `length` in bytes, rounded up to pages.
// Throws: mmap_error, std::bad_alloc; function_not_supported before Linux 6.7; operation_not_permitted where
// check_async finds memory that no userfaultfd watches. Platforms: Linux 6.7.
//
//     for (const auto& run : scan_pages(addr, size, page_category::present)) ...
//     const auto written = scan_pages(addr, size, page_category::written, scan_flag::write_protect);  // since last
//     time
//
// Source: Linux PAGEMAP_SCAN, Documentation/admin-guide/mm/pagemap.rst.
[[nodiscard]] MMAPKIT_EXPORT std::vector<page_run> scan_pages(const void* addr, std::size_t length,
                                                              page_category wanted, scan_flag flags = scan_flag::none);

}  // namespace mmapkit
