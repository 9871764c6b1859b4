/// \file
/// What memory may be used for: mprotect().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// What the memory may be used for. `none` is the empty set.
///
/// \sa POSIX.1-2024 \posix{mprotect}, Memory Protection Constants (Windows)
enum class protection_flag : std::uint64_t {
  none = 0,                          ///< PROT_NONE/PAGE_NOACCESS
  read = 1U << 0,                    ///< PROT_READ/PAGE_READONLY
  write = 1U << 1,                   ///< PROT_WRITE/PAGE_READWRITE
  exec = 1U << 2,                    ///< PROT_EXEC/PAGE_EXECUTE
  sem = 1U << 3,                     ///< PROT_SEM
  grows_down = 1U << 4,              ///< PROT_GROWSDOWN
  grows_up = 1U << 5,                ///< PROT_GROWSUP
  strong_order = 1U << 6,            ///< PROT_SAO
  bti = 1U << 7,                     ///< PROT_BTI
  memory_tags = 1U << 8,             ///< PROT_MTE
  adi = 1U << 9,                     ///< PROT_ADI
  max_read = 1U << 10,               ///< PROT_MAX(PROT_READ)/PROT_MPROTECT(PROT_READ)
  max_write = 1U << 11,              ///< PROT_MAX(PROT_WRITE)/PROT_MPROTECT(PROT_WRITE)
  max_exec = 1U << 12,               ///< PROT_MAX(PROT_EXEC)/PROT_MPROTECT(PROT_EXEC)
  guard = 1U << 13,                  ///< PAGE_GUARD
  no_cache = 1U << 14,               ///< PAGE_NOCACHE
  write_combine = 1U << 15,          ///< PAGE_WRITECOMBINE
  cfg_targets_invalid = 1U << 16,    ///< PAGE_TARGETS_INVALID
  cfg_targets_no_update = 1U << 17,  ///< PAGE_TARGETS_NO_UPDATE
  revert_to_file = 1U << 18,         ///< PAGE_REVERT_TO_FILE_MAP
};

template <>
inline constexpr bool is_bitmask<protection_flag> = true;

template <>
inline constexpr flag_row<protection_flag> rows<protection_flag>[] = {
    {protection_flag::none, "none", "PROT_NONE/PAGE_NOACCESS", mark::every, "POSIX.1-1993", "no access"},
    {protection_flag::read, "read", "PROT_READ/PAGE_READONLY", mark::every, "POSIX.1-1993", "the memory can be read"},
    {protection_flag::write, "write", "PROT_WRITE/PAGE_READWRITE", mark::every, "POSIX.1-1993",
     "the memory can be written, and read: no portable hardware has one without the other"},
    {protection_flag::exec, "exec", "PROT_EXEC/PAGE_EXECUTE", mark::every, "POSIX.1-1993", "the memory can be run"},
    {protection_flag::sem, "sem", "PROT_SEM", mark::linux_, "Linux 2.5.7",
     "the memory can hold what atomic operations work on"},
    {protection_flag::grows_down, "grows_down", "PROT_GROWSDOWN", mark::linux_, "Linux 2.6.0",
     "mprotect of a grows_down mapping: from the address down to its start"},
    {protection_flag::grows_up, "grows_up", "PROT_GROWSUP", mark::linux_, "Linux 2.6.0",
     "mprotect up to the end of a mapping that grows upwards; parisc"},
    {protection_flag::strong_order, "strong_order", "PROT_SAO", mark::linux_, "Linux 2.6.26",
     "strongly ordered accesses; powerpc"},
    {protection_flag::bti, "bti", "PROT_BTI", mark::linux_, "Linux 5.8",
     "indirect branches land only where marked; arm64"},
    {protection_flag::memory_tags, "memory_tags", "PROT_MTE", mark::linux_, "Linux 5.10",
     "memory tags can be set and are checked; arm64"},
    {protection_flag::adi, "adi", "PROT_ADI", mark::linux_, "Linux 4.16", "versions of memory are checked; sparc64"},
    {protection_flag::max_read, "max_read", "PROT_MAX(PROT_READ)/PROT_MPROTECT(PROT_READ)",
     mark::freebsd | mark::netbsd, "NetBSD 8", "with the other max flags: the most that mprotect can ever give"},
    {protection_flag::max_write, "max_write", "PROT_MAX(PROT_WRITE)/PROT_MPROTECT(PROT_WRITE)",
     mark::freebsd | mark::netbsd, "NetBSD 8", "as max_read, for writing"},
    {protection_flag::max_exec, "max_exec", "PROT_MAX(PROT_EXEC)/PROT_MPROTECT(PROT_EXEC)",
     mark::freebsd | mark::netbsd, "NetBSD 8", "as max_read, for running"},
    {protection_flag::guard, "guard", "PAGE_GUARD", mark::windows, "Windows XP",
     "the first access to each page raises STATUS_GUARD_PAGE_VIOLATION and takes the guard away"},
    {protection_flag::no_cache, "no_cache", "PAGE_NOCACHE", mark::windows, "Windows XP",
     "private memory that no processor caches; for devices"},
    {protection_flag::write_combine, "write_combine", "PAGE_WRITECOMBINE", mark::windows, "Windows XP",
     "private memory whose stores are gathered; for devices"},
    {protection_flag::cfg_targets_invalid, "cfg_targets_invalid", "PAGE_TARGETS_INVALID", mark::windows, "Windows 8.1",
     "with exec: no place is a valid target of indirect calls until it is declared one"},
    {protection_flag::cfg_targets_no_update, "cfg_targets_no_update", "PAGE_TARGETS_NO_UPDATE", mark::windows,
     "Windows 10", "mprotect with exec: the valid targets of indirect calls stay as they are"},
    {protection_flag::revert_to_file, "revert_to_file", "PAGE_REVERT_TO_FILE_MAP", mark::windows, "Windows 10",
     "mprotect of a private mapping: what was stored is dropped, the file's content is seen again"},
};

}  // namespace mmapkit
