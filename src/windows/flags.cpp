// What Windows calls the flags of every system, and its constants.
#include "../backend.hpp"
#include "api.hpp"
#include "probes.hpp"

#include <winioctl.h>

namespace mmapkit::backend {
namespace {

const SYSTEM_INFO& system_info() noexcept {
  static const SYSTEM_INFO info = [] {
    SYSTEM_INFO asked{};
    GetSystemInfo(&asked);
    return asked;
  }();
  return info;
}

}  // namespace

mark system() noexcept { return mark::windows; }

std::size_t page_size() noexcept { return system_info().dwPageSize; }
std::size_t granularity() noexcept { return system_info().dwAllocationGranularity; }
std::size_t huge_page_size() noexcept { return GetLargePageMinimum(); }

std::size_t transparent_huge_page_size() noexcept { return 0; }

std::error_code refusal(std::errc reason) noexcept { return std::make_error_code(reason); }

// These are three kinds of number, which must not be joined: access rights (read, write), dispositions (create,
// ensure_create, truncate), and flags and attributes (the rest).
std::optional<std::uint32_t> native_value(open_flag flag) noexcept {
  switch (flag) {
    case open_flag::read: return GENERIC_READ;
    case open_flag::write: return GENERIC_WRITE;
    case open_flag::create: return OPEN_ALWAYS;
    case open_flag::ensure_create: return CREATE_NEW;
    case open_flag::truncate: return TRUNCATE_EXISTING;
    case open_flag::direct: return FILE_FLAG_NO_BUFFERING;
    case open_flag::file_sync: return FILE_FLAG_WRITE_THROUGH;
    case open_flag::data_sync: return FILE_FLAG_WRITE_THROUGH;
    case open_flag::no_follow: return FILE_FLAG_OPEN_REPARSE_POINT;
    case open_flag::directory: return FILE_FLAG_BACKUP_SEMANTICS;
    case open_flag::large_file: return 0;
    case open_flag::dont_claim_tty:
    case open_flag::non_block:
    case open_flag::async:
    case open_flag::no_atime: return std::nullopt;
  }
  return std::nullopt;
}

// The page protection of the flag alone: a set has a number of its own, not the union of these, but for the modifiers
// from guard_once on.
std::optional<std::uint32_t> native_value(protection_flag flag) noexcept {
  switch (flag) {
    case protection_flag::none: return PAGE_NOACCESS;
    case protection_flag::read: return PAGE_READONLY;
    case protection_flag::write: return PAGE_READWRITE;
    case protection_flag::exec: return PAGE_EXECUTE;
    case protection_flag::guard_once: return PAGE_GUARD;
    case protection_flag::no_cache: return PAGE_NOCACHE;
    case protection_flag::write_combine: return PAGE_WRITECOMBINE;
    case protection_flag::cfg_targets_invalid: return PAGE_TARGETS_INVALID;
    case protection_flag::cfg_targets_no_update: return PAGE_TARGETS_NO_UPDATE;
    case protection_flag::revert_to_file: return PAGE_REVERT_TO_FILE_MAP;
    case protection_flag::sem:
    case protection_flag::grows_down:
    case protection_flag::grows_up:
    case protection_flag::strong_order:
    case protection_flag::bti:
    case protection_flag::memory_tags:
    case protection_flag::adi:
    case protection_flag::max_read:
    case protection_flag::max_write:
    case protection_flag::max_exec: return std::nullopt;
  }
  return std::nullopt;
}

// Windows has no word of flags for mappings. private_ of a file is the protection of its section; the others decide
// which calls are made, without a bit.
std::optional<std::uint32_t> native_value(mmap_flag flag) noexcept {
  switch (flag) {
    case mmap_flag::private_: return PAGE_WRITECOPY;
    case mmap_flag::shared:
    case mmap_flag::anonymous:
    case mmap_flag::no_replace: return 0;
    case mmap_flag::no_reserve:
    case mmap_flag::locked:
    case mmap_flag::grows_down:
    case mmap_flag::populate:
    case mmap_flag::non_block:
    case mmap_flag::fixed:
    case mmap_flag::stack:
    case mmap_flag::huge_table:
    case mmap_flag::sync:
    case mmap_flag::uninitialized:
    case mmap_flag::shared_validate:
    case mmap_flag::droppable:
    case mmap_flag::low_2gb:
    case mmap_flag::above_4gb:
    case mmap_flag::prefault_read:
    case mmap_flag::aligned_super:
    case mmap_flag::guard:
    case mmap_flag::no_sync:
    case mmap_flag::no_core:
    case mmap_flag::has_semaphore:
    case mmap_flag::no_cache:
    case mmap_flag::jit:
    case mmap_flag::resilient_codesign:
    case mmap_flag::resilient_media:
    case mmap_flag::tpro:
    case mmap_flag::huge_16kb:
    case mmap_flag::huge_64kb:
    case mmap_flag::huge_512kb:
    case mmap_flag::huge_1mb:
    case mmap_flag::huge_2mb:
    case mmap_flag::huge_8mb:
    case mmap_flag::huge_16mb:
    case mmap_flag::huge_32mb:
    case mmap_flag::huge_256mb:
    case mmap_flag::huge_512mb:
    case mmap_flag::huge_1gb:
    case mmap_flag::huge_2gb:
    case mmap_flag::huge_16gb: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> native_value(msync_flag flag) noexcept {
  switch (flag) {
    case msync_flag::sync:
    case msync_flag::async: return 0;
    case msync_flag::invalidate:
    case msync_flag::kill_pages:
    case msync_flag::deactivate: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> native_value(lock_flag flag) noexcept {
  switch (flag) {
    case lock_flag::none: return 0;
    case lock_flag::on_fault: return std::nullopt;
  }
  return std::nullopt;
}

// Of the byte that mincore makes for each page.
std::optional<std::uint32_t> native_value(page_state flag) noexcept {
  switch (flag) {
    case page_state::in_core: return 1;
    case page_state::referenced:
    case page_state::modified:
    case page_state::referenced_other:
    case page_state::modified_other:
    case page_state::paged_out:
    case page_state::copied:
    case page_state::anonymous:
    case page_state::super: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> native_value(space_flag flag) noexcept {
  switch (flag) {
    case space_flag::allocate: return 0;
    case space_flag::punch_hole: return FSCTL_SET_ZERO_DATA;
    case space_flag::keep_size:
    case space_flag::collapse_range:
    case space_flag::zero_range:
    case space_flag::insert_range:
    case space_flag::unshare_range:
    case space_flag::write_zeroes: return std::nullopt;
  }
  return std::nullopt;
}

// What is not in doubt here: what Windows has, every Windows has.
bool available(open_flag flag) noexcept { return native_value(flag).has_value(); }
bool available(mmap_flag flag) noexcept { return native_value(flag).has_value(); }
bool available(msync_flag flag) noexcept { return native_value(flag).has_value(); }
bool available(lock_flag flag) noexcept { return native_value(flag).has_value(); }
bool available(page_state flag) noexcept { return native_value(flag).has_value(); }

bool available(space_flag flag) noexcept {
  return flag == space_flag::punch_hole ? punches_holes() : native_value(flag).has_value();
}

bool available(protection_flag flag) noexcept {
  switch (flag) {
    case protection_flag::no_cache: return keeps_no_cache();
    case protection_flag::write_combine: return keeps_write_combine();
    case protection_flag::cfg_targets_invalid:
    case protection_flag::cfg_targets_no_update: return guards_control_flow();
    case protection_flag::revert_to_file: return reverts_to_file();
    default: return native_value(flag).has_value();
  }
}

}  // namespace mmapkit::backend
