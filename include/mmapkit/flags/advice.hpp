/// \file
/// What memory will be used for: madvise().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// One thing that madvise can be told. Not a set.
///
/// \sa Linux \linuxman{madvise,2}, macOS and BSD \linuxman{madvise,2}, \win32{memoryapi,PrefetchVirtualMemory}
enum class advice : std::uint64_t {
  normal,            ///< MADV_NORMAL
  random,            ///< MADV_RANDOM
  sequential,        ///< MADV_SEQUENTIAL
  will_need,         ///< MADV_WILLNEED
  dont_need,         ///< MADV_DONTNEED
  free,              ///< MADV_FREE
  remove,            ///< MADV_REMOVE
  dont_fork,         ///< MADV_DONTFORK
  do_fork,           ///< MADV_DOFORK
  mergeable,         ///< MADV_MERGEABLE
  unmergeable,       ///< MADV_UNMERGEABLE
  huge_page,         ///< MADV_HUGEPAGE
  no_huge_page,      ///< MADV_NOHUGEPAGE
  dont_dump,         ///< MADV_DONTDUMP/MADV_NOCORE
  do_dump,           ///< MADV_DODUMP/MADV_CORE
  wipe_on_fork,      ///< MADV_WIPEONFORK
  keep_on_fork,      ///< MADV_KEEPONFORK
  cold,              ///< MADV_COLD
  pageout,           ///< MADV_PAGEOUT
  populate_read,     ///< MADV_POPULATE_READ
  populate_write,    ///< MADV_POPULATE_WRITE
  dont_need_locked,  ///< MADV_DONTNEED_LOCKED
  collapse,          ///< MADV_COLLAPSE
  hw_poison,         ///< MADV_HWPOISON
  soft_offline,      ///< MADV_SOFT_OFFLINE
  guard_install,     ///< MADV_GUARD_INSTALL
  guard_remove,      ///< MADV_GUARD_REMOVE
  space_avail,       ///< MADV_SPACEAVAIL
  no_sync,           ///< MADV_NOSYNC
  auto_sync,         ///< MADV_AUTOSYNC
  protect_process,   ///< MADV_PROTECT
  zero_wired,        ///< MADV_ZERO_WIRED_PAGES
  free_reusable,     ///< MADV_FREE_REUSABLE
  free_reuse,        ///< MADV_FREE_REUSE
  can_reuse,         ///< MADV_CAN_REUSE
  zero,              ///< MADV_ZERO
};

template <>
inline constexpr bool takes_native_number<advice> = true;

template <>
inline constexpr flag_row<advice> rows<advice>[] = {
    {advice::normal, "normal", "MADV_NORMAL", mark::every, "POSIX.1-2001", "nothing special: the default"},
    {advice::random, "random", "MADV_RANDOM", mark::posix, "POSIX.1-2001", "accesses in no order: no read-ahead"},
    {advice::sequential, "sequential", "MADV_SEQUENTIAL", mark::posix, "POSIX.1-2001",
     "accesses in order: more read-ahead"},
    {advice::will_need, "will_need", "MADV_WILLNEED", mark::every, "POSIX.1-2001", "start reading the pages in"},
    {advice::dont_need, "dont_need", "MADV_DONTNEED", mark::linux_ | mark::windows, "Linux 2.2",
     "discards: private anonymous memory is zero at once, a private file mapping shows its file again"},
    {advice::free, "free", "MADV_FREE", mark::posix, "4.4BSD",
     "discards: private anonymous memory may turn to zeros when memory is short, until it is written"},
    {advice::remove, "remove", "MADV_REMOVE", mark::linux_, "Linux 2.6.16",
     "discards: a hole in the shared file; memory and file read zeros there"},
    {advice::dont_fork, "dont_fork", "MADV_DONTFORK", mark::linux_, "Linux 2.6.16",
     "a child process does not get the memory"},
    {advice::do_fork, "do_fork", "MADV_DOFORK", mark::linux_, "Linux 2.6.16", "undoes dont_fork"},
    {advice::mergeable, "mergeable", "MADV_MERGEABLE", mark::linux_, "Linux 2.6.32",
     "equal pages may share memory (KSM)"},
    {advice::unmergeable, "unmergeable", "MADV_UNMERGEABLE", mark::linux_, "Linux 2.6.32", "undoes mergeable"},
    {advice::huge_page, "huge_page", "MADV_HUGEPAGE", mark::linux_, "Linux 2.6.38", "use transparent huge pages here"},
    {advice::no_huge_page, "no_huge_page", "MADV_NOHUGEPAGE", mark::linux_, "Linux 2.6.38",
     "use no transparent huge pages here"},
    {advice::dont_dump, "dont_dump", "MADV_DONTDUMP/MADV_NOCORE", mark::linux_ | mark::freebsd | mark::dragonfly,
     "Linux 3.4", "leave out of core dumps"},
    {advice::do_dump, "do_dump", "MADV_DODUMP/MADV_CORE", mark::linux_ | mark::freebsd | mark::dragonfly, "Linux 3.4",
     "undoes dont_dump"},
    {advice::wipe_on_fork, "wipe_on_fork", "MADV_WIPEONFORK", mark::linux_, "Linux 4.14",
     "a child process finds zeros there; private anonymous memory"},
    {advice::keep_on_fork, "keep_on_fork", "MADV_KEEPONFORK", mark::linux_, "Linux 4.14", "undoes wipe_on_fork"},
    {advice::cold, "cold", "MADV_COLD", mark::linux_, "Linux 5.4", "the first to go when memory is short"},
    {advice::pageout, "pageout", "MADV_PAGEOUT", mark::linux_, "Linux 5.4",
     "write back or swap out now; the content stays"},
    {advice::populate_read, "populate_read", "MADV_POPULATE_READ", mark::linux_, "Linux 5.14",
     "fault the pages in for reading, with an error where that fails"},
    {advice::populate_write, "populate_write", "MADV_POPULATE_WRITE", mark::linux_, "Linux 5.14",
     "fault the pages in for writing: a file's blocks are allocated, with an error where that fails"},
    {advice::dont_need_locked, "dont_need_locked", "MADV_DONTNEED_LOCKED", mark::linux_, "Linux 5.18",
     "discards: as dont_need, locked pages too"},
    {advice::collapse, "collapse", "MADV_COLLAPSE", mark::linux_, "Linux 6.1", "make transparent huge pages now"},
    {advice::hw_poison, "hw_poison", "MADV_HWPOISON", mark::linux_, "Linux 2.6.32",
     "discards: as if the hardware had lost the pages; for tests, by root"},
    {advice::soft_offline, "soft_offline", "MADV_SOFT_OFFLINE", mark::linux_, "Linux 2.6.33",
     "move the content elsewhere and retire the pages; for tests, by root"},
    {advice::guard_install, "guard_install", "MADV_GUARD_INSTALL", mark::linux_, "Linux 6.13",
     "discards: what is there is dropped, and an access is a fault until guard_remove"},
    {advice::guard_remove, "guard_remove", "MADV_GUARD_REMOVE", mark::linux_, "Linux 6.13", "undoes guard_install"},
    {advice::space_avail, "space_avail", "MADV_SPACEAVAIL", mark::netbsd | mark::openbsd, "4.4BSD",
     "make sure there is swap space"},
    {advice::no_sync, "no_sync", "MADV_NOSYNC", mark::freebsd | mark::dragonfly, "FreeBSD 4", "as mmap_flag::no_sync"},
    {advice::auto_sync, "auto_sync", "MADV_AUTOSYNC", mark::freebsd | mark::dragonfly, "FreeBSD 4", "undoes no_sync"},
    {advice::protect_process, "protect_process", "MADV_PROTECT", mark::freebsd, "FreeBSD 6",
     "this process is not killed when memory is short; by root, for address null and length 0"},
    {advice::zero_wired, "zero_wired", "MADV_ZERO_WIRED_PAGES", mark::apple, "macOS 10.6",
     "wired pages are cleared when they are unmapped"},
    {advice::free_reusable, "free_reusable", "MADV_FREE_REUSABLE", mark::apple, "macOS 10.6",
     "discards: as free, and no longer counted as this process's"},
    {advice::free_reuse, "free_reuse", "MADV_FREE_REUSE", mark::apple, "macOS 10.6",
     "about to be used again after free_reusable"},
    {advice::can_reuse, "can_reuse", "MADV_CAN_REUSE", mark::apple, "macOS 10.6",
     "whether the memory can be free_reusable"},
    {advice::zero, "zero", "MADV_ZERO", mark::apple, "macOS 13", "discards: private anonymous memory is zero at once"},
};

/// Whether advice throws away what the memory holds.
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

/// Says at the call that the content may go: advice that discards is refused without it.
///
/// \par Example
/// \code{.cpp}
/// mmapkit::madvise(addr, size, discarding{advice::dont_need});
/// \endcode
struct discarding {
  /// Confirms that the advice may discard content.
  explicit constexpr discarding(advice its_advice) noexcept : what{its_advice} {}

  advice what;  ///< the advice that discards
};

}  // namespace mmapkit
