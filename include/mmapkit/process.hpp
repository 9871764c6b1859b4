// Rules for the whole process, what its children inherit, and names that others see.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <system_error>

#include <mmapkit/flags.hpp>
#include <mmapkit/native_handle.hpp>

namespace mmapkit {

// What a child process gets. Not a set.
// Source: BSD and macOS minherit(2).
enum class inherit : std::uint8_t { share, copy, none, zero };

template <>
inline constexpr flag_row<inherit> rows<inherit>[] = {
    {inherit::share, "share", mark::apple | mark::bsd, "4.4BSD", "the same memory: both see each other's stores"},
    {inherit::copy, "copy", mark::apple | mark::bsd, "4.4BSD", "a copy, as it is now"},
    {inherit::none, "none", mark::apple | mark::bsd, "4.4BSD", "nothing (Linux: advice::dont_fork)"},
    {inherit::zero, "zero", mark::freebsd | mark::netbsd | mark::openbsd, "OpenBSD 5.6",
     "zeros (Linux: advice::wipe_on_fork)"},
};

// int minherit(void *addr, size_t len, int inherit);
//
// Says what fork gives to the child. `addr` is a multiple of page_size(), `length` in bytes, rounded up to pages.
// Throws: mmap_error. Platforms: macOS, the BSDs.
//
//     minherit(key, page_size(), inherit::none);
//
// Source: FreeBSD minherit(2).
MMAPKIT_EXPORT void minherit(void* addr, std::size_t length, inherit what);
MMAPKIT_EXPORT void minherit(void* addr, std::size_t length, inherit what, std::error_code& error) noexcept;

// void *mquery(void *addr, size_t len, int prot, int flags, int fd, off_t offset);
//
// Where anonymous memory of that length would be mapped, without mapping it: at or after `addr`.
// Throws: mmap_error; not_enough_memory. Platforms: OpenBSD.
//
//     void* place = mquery(nullptr, 1 << 20);
//
// Source: OpenBSD mquery(2).
[[nodiscard]] MMAPKIT_EXPORT void* mquery(void* addr, std::size_t length);
[[nodiscard]] MMAPKIT_EXPORT void* mquery(void* addr, std::size_t length, std::error_code& error) noexcept;

// Rules of the process that cannot be taken back, or that a child inherits. Each is one switch of prctl(2).
// Source: Linux prctl(2).
enum class process_rule : std::uint8_t {
  deny_exec_gain,
  deny_exec_gain_here,
  thp_disable,
  thp_except_advised,
  thp_enable,
  merge_all,
  merge_advised,
  memory_failure_early,
  memory_failure_late,
  memory_failure_default,
};

template <>
inline constexpr flag_row<process_rule> rows<process_rule>[] = {
    {process_rule::deny_exec_gain, "deny_exec_gain", mark::linux_, "Linux 6.3",
     "no memory becomes executable that was not mapped so, in children too; for ever"},
    {process_rule::deny_exec_gain_here, "deny_exec_gain_here", mark::linux_, "Linux 6.6",
     "the same, but not in children"},
    {process_rule::thp_disable, "thp_disable", mark::linux_, "Linux 3.15", "no transparent huge pages"},
    {process_rule::thp_except_advised, "thp_except_advised", mark::linux_, "Linux 6.18",
     "transparent huge pages only where advice::huge_page was given"},
    {process_rule::thp_enable, "thp_enable", mark::linux_, "Linux 3.15", "undoes both"},
    {process_rule::merge_all, "merge_all", mark::linux_, "Linux 6.4", "advice::mergeable for all memory"},
    {process_rule::merge_advised, "merge_advised", mark::linux_, "Linux 6.4", "undoes merge_all"},
    {process_rule::memory_failure_early, "memory_failure_early", mark::linux_, "Linux 2.6.32",
     "told at once (SIGBUS) when the hardware has lost a page"},
    {process_rule::memory_failure_late, "memory_failure_late", mark::linux_, "Linux 2.6.32",
     "told when the lost page is touched"},
    {process_rule::memory_failure_default, "memory_failure_default", mark::linux_, "Linux 2.6.32",
     "as the system is set"},
};

// int prctl(int option, ...);
//
// Sets a rule for this process. Throws: mmap_error; invalid_argument where the kernel has not got it. Platforms: Linux.
//
//     set_process_rule(process_rule::deny_exec_gain);
//
// Source: Linux prctl(2).
MMAPKIT_EXPORT void set_process_rule(process_rule rule);
MMAPKIT_EXPORT void set_process_rule(process_rule rule, std::error_code& error) noexcept;

// int prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, addr, size, name);
//
// Names anonymous memory: "[anon:name]" in /proc/self/maps. `addr` is a multiple of page_size(), `length` in bytes,
// rounded up to pages; an empty name takes the name away.
// Throws: mmap_error; invalid_argument for a name of more than 79 bytes or with one of []\$`; operation_not_supported
// where the kernel is built without names. Platforms: Linux 5.17.
//
//     name_region(heap, size, "index");
//
// Source: Linux prctl(2), PR_SET_VMA.
MMAPKIT_EXPORT void name_region(void* addr, std::size_t length, std::string_view name);
MMAPKIT_EXPORT void name_region(void* addr, std::size_t length, std::string_view name, std::error_code& error) noexcept;

// Source: Linux map_shadow_stack(2).
enum class shadow_stack_flag : std::uint64_t {
  none = 0,
  set_token = 1U << 0,
  set_marker = 1U << 1,
};

template <>
inline constexpr bool is_bitmask<shadow_stack_flag> = true;

template <>
inline constexpr flag_row<shadow_stack_flag> rows<shadow_stack_flag>[] = {
    {shadow_stack_flag::none, "none", mark::linux_, "Linux 6.6", "an empty shadow stack"},
    {shadow_stack_flag::set_token, "set_token", mark::linux_, "Linux 6.6", "with a token to switch to it by"},
    {shadow_stack_flag::set_marker, "set_marker", mark::linux_, "Linux 6.13", "with a mark at its top; arm64"},
};

// void *map_shadow_stack(unsigned long addr, unsigned long size, unsigned int flags);
//
// A stack for return addresses, which plain stores cannot change. Null lets the system choose where.
// Throws: mmap_error; function_not_supported or operation_not_supported where the processor or kernel has none.
// Platforms: Linux 6.6 on x86-64, 6.13 on arm64. Unmapped by munmap.
//
//     void* stack = map_shadow_stack(nullptr, 1 << 20, shadow_stack_flag::set_token);
//
// Source: Linux map_shadow_stack(2).
[[nodiscard]] MMAPKIT_EXPORT void* map_shadow_stack(void* addr, std::size_t length,
                                                    shadow_stack_flag flags = shadow_stack_flag::none);
[[nodiscard]] MMAPKIT_EXPORT void* map_shadow_stack(void* addr, std::size_t length, shadow_stack_flag flags,
                                                    std::error_code& error) noexcept;

}  // namespace mmapkit
