// Advice: what the memory will be used for, and what may become of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>

#include <mmapkit/flag_set.hpp>
#include <mmapkit/native_handle.hpp>

namespace mmapkit {

// One thing that madvise can be told. Not a set.
// Source: Linux madvise(2), macOS and BSD madvise(2), PrefetchVirtualMemory.
enum class advice : std::uint8_t {
  normal,
  random,
  sequential,
  will_need,
  dont_need,
  free,
  remove,
  dont_fork,
  do_fork,
  mergeable,
  unmergeable,
  huge_page,
  no_huge_page,
  dont_dump,
  do_dump,
  wipe_on_fork,
  keep_on_fork,
  cold,
  pageout,
  populate_read,
  populate_write,
  dont_need_locked,
  collapse,
  hw_poison,
  soft_offline,
  guard_install,
  guard_remove,
  space_avail,
  no_sync,
  auto_sync,
  protect_process,
  zero_wired,
  free_reusable,
  free_reuse,
  can_reuse,
  zero,
};

template <>
inline constexpr flag_row<advice> rows<advice>[] = {
    {advice::normal, "normal", mark::every, "POSIX.1-2001", "nothing special: the default"},
    {advice::random, "random", mark::posix, "POSIX.1-2001", "accesses in no order: no read-ahead"},
    {advice::sequential, "sequential", mark::posix, "POSIX.1-2001", "accesses in order: more read-ahead"},
    {advice::will_need, "will_need", mark::every, "POSIX.1-2001", "start reading the pages in"},
    {advice::dont_need, "dont_need", mark::linux_ | mark::windows, "Linux 2.2",
     "discards: private anonymous memory is zero at once, a private file mapping shows its file again"},
    {advice::free, "free", mark::posix, "4.4BSD",
     "discards: private anonymous memory may turn to zeros when memory is short, until it is written"},
    {advice::remove, "remove", mark::linux_, "Linux 2.6.16",
     "discards: a hole in the shared file; memory and file read zeros there"},
    {advice::dont_fork, "dont_fork", mark::linux_, "Linux 2.6.16", "a child process does not get the memory"},
    {advice::do_fork, "do_fork", mark::linux_, "Linux 2.6.16", "undoes dont_fork"},
    {advice::mergeable, "mergeable", mark::linux_, "Linux 2.6.32", "equal pages may share memory (KSM)"},
    {advice::unmergeable, "unmergeable", mark::linux_, "Linux 2.6.32", "undoes mergeable"},
    {advice::huge_page, "huge_page", mark::linux_, "Linux 2.6.38", "use transparent huge pages here"},
    {advice::no_huge_page, "no_huge_page", mark::linux_, "Linux 2.6.38", "use no transparent huge pages here"},
    {advice::dont_dump, "dont_dump", mark::linux_ | mark::freebsd | mark::dragonfly, "Linux 3.4",
     "leave out of core dumps"},
    {advice::do_dump, "do_dump", mark::linux_ | mark::freebsd | mark::dragonfly, "Linux 3.4", "undoes dont_dump"},
    {advice::wipe_on_fork, "wipe_on_fork", mark::linux_, "Linux 4.14",
     "a child process finds zeros there; private anonymous memory"},
    {advice::keep_on_fork, "keep_on_fork", mark::linux_, "Linux 4.14", "undoes wipe_on_fork"},
    {advice::cold, "cold", mark::linux_, "Linux 5.4", "the first to go when memory is short"},
    {advice::pageout, "pageout", mark::linux_, "Linux 5.4", "write back or swap out now; the content stays"},
    {advice::populate_read, "populate_read", mark::linux_, "Linux 5.14",
     "fault the pages in for reading, with an error where that fails"},
    {advice::populate_write, "populate_write", mark::linux_, "Linux 5.14",
     "fault the pages in for writing: a file's blocks are allocated, with an error where that fails"},
    {advice::dont_need_locked, "dont_need_locked", mark::linux_, "Linux 5.18",
     "discards: as dont_need, locked pages too"},
    {advice::collapse, "collapse", mark::linux_, "Linux 6.1", "make transparent huge pages now"},
    {advice::hw_poison, "hw_poison", mark::linux_, "Linux 2.6.32",
     "discards: as if the hardware had lost the pages; for tests, by root"},
    {advice::soft_offline, "soft_offline", mark::linux_, "Linux 2.6.33",
     "move the content elsewhere and retire the pages; for tests, by root"},
    {advice::guard_install, "guard_install", mark::linux_, "Linux 6.13",
     "discards: what is there is dropped, and an access is a fault until guard_remove"},
    {advice::guard_remove, "guard_remove", mark::linux_, "Linux 6.13", "undoes guard_install"},
    {advice::space_avail, "space_avail", mark::netbsd | mark::openbsd, "4.4BSD", "make sure there is swap space"},
    {advice::no_sync, "no_sync", mark::freebsd | mark::dragonfly, "FreeBSD 4", "as mmap_flag::no_sync"},
    {advice::auto_sync, "auto_sync", mark::freebsd | mark::dragonfly, "FreeBSD 4", "undoes no_sync"},
    {advice::protect_process, "protect_process", mark::freebsd, "FreeBSD 6",
     "this process is not killed when memory is short; by root, for address null and length 0"},
    {advice::zero_wired, "zero_wired", mark::apple, "macOS 10.6", "wired pages are cleared when they are unmapped"},
    {advice::free_reusable, "free_reusable", mark::apple, "macOS 10.6",
     "discards: as free, and no longer counted as this process's"},
    {advice::free_reuse, "free_reuse", mark::apple, "macOS 10.6", "about to be used again after free_reusable"},
    {advice::can_reuse, "can_reuse", mark::apple, "macOS 10.6", "whether the memory can be free_reusable"},
    {advice::zero, "zero", mark::apple, "macOS 13", "discards: private anonymous memory is zero at once"},
};

// Whether advice throws away what the memory holds.
constexpr bool discards(advice what) noexcept {
  switch (what) {
    case advice::dont_need:
    case advice::free:
    case advice::remove:
    case advice::dont_need_locked:
    case advice::hw_poison:
    case advice::guard_install:
    case advice::free_reusable:
    case advice::zero: return true;
    default: return false;
  }
}

// Says at the call that the content may go: advice that discards is refused without it.
//
//     madvise(addr, size, discarding{advice::dont_need});
struct discarding {
  explicit constexpr discarding(advice its_advice) noexcept : what{its_advice} {}

  advice what;
};

// int madvise(void *addr, size_t length, int advice);
//
// Tells the system how the memory will be used. `addr` is a multiple of page_size(), `length` is in bytes, rounded up
// to whole pages by the system; 0 does nothing. Advice that throws content away is taken as `discarding` only: as plain
// advice it is refused, so that nobody loses data by a slip (POSIX's own DONTNEED is harmless: posix_madvise).
//
// Throws: mmap_error; invalid_argument for advice that does not suit the memory; not_enough_memory where part of the
// range is not mapped, and then the rest has been advised all the same (Linux).
// Platforms: every; on Windows normal, will_need and dont_need, which commits private memory anew: no other thread may
// use it meanwhile.
//
//     madvise(addr, size, advice::will_need);
//
// Source: Linux madvise(2); PrefetchVirtualMemory, VirtualFree and VirtualAlloc.
MMAPKIT_EXPORT void madvise(void* addr, std::size_t length, advice what);
MMAPKIT_EXPORT void madvise(void* addr, std::size_t length, advice what, std::error_code& error) noexcept;
MMAPKIT_EXPORT void madvise(void* addr, std::size_t length, discarding how);
MMAPKIT_EXPORT void madvise(void* addr, std::size_t length, discarding how, std::error_code& error) noexcept;

// What POSIX can be told: none of it changes the content.
// Source: POSIX.1-2024 posix_madvise().
enum class posix_advice : std::uint8_t { normal, random, sequential, will_need, dont_need };

template <>
inline constexpr flag_row<posix_advice> rows<posix_advice>[] = {
    {posix_advice::normal, "normal", mark::every, "POSIX.1-2001", "nothing special: the default"},
    {posix_advice::random, "random", mark::posix, "POSIX.1-2001", "accesses in no order"},
    {posix_advice::sequential, "sequential", mark::posix, "POSIX.1-2001", "accesses in order"},
    {posix_advice::will_need, "will_need", mark::every, "POSIX.1-2001", "soon to be used"},
    {posix_advice::dont_need, "dont_need", mark::posix, "POSIX.1-2001",
     "not used for a while; the content stays, whatever the system's madvise does"},
};

// int posix_madvise(void *addr, size_t len, int advice);
//
// As madvise, and always harmless. Throws: mmap_error. Platforms: every.
//
//     posix_madvise(addr, size, posix_advice::sequential);
//
// Source: POSIX.1-2024 posix_madvise().
MMAPKIT_EXPORT void posix_madvise(void* addr, std::size_t length, posix_advice what);
MMAPKIT_EXPORT void posix_madvise(void* addr, std::size_t length, posix_advice what, std::error_code& error) noexcept;

// ssize_t process_madvise(int pidfd, const struct iovec *iovec, size_t vlen, int advice, unsigned int flags);
//
// Advises many ranges with one call, of this process (no_handle) or of the one that a pidfd names. Each range starts at
// a multiple of page_size(). Returns the bytes advised, which may be fewer than asked: those of the first ranges.
//
// Throws: mmap_error; operation_not_permitted for another process without the right to trace it.
// Platforms: Linux 5.10; another process takes cold, pageout, will_need and collapse alone, this process any advice
// since Linux 6.13.
//
//     const std::span<std::byte> ranges[] = {header, index};
//     process_madvise(no_handle, ranges, advice::will_need);
//
// Source: Linux process_madvise(2).
MMAPKIT_EXPORT std::size_t process_madvise(native_handle process, std::span<const std::span<std::byte>> ranges,
                                           advice what);
MMAPKIT_EXPORT std::size_t process_madvise(native_handle process, std::span<const std::span<std::byte>> ranges,
                                           advice what, std::error_code& error) noexcept;
MMAPKIT_EXPORT std::size_t process_madvise(native_handle process, std::span<const std::span<std::byte>> ranges,
                                           discarding how);
MMAPKIT_EXPORT std::size_t process_madvise(native_handle process, std::span<const std::span<std::byte>> ranges,
                                           discarding how, std::error_code& error) noexcept;

}  // namespace mmapkit
