// What Windows calls the flags, and its constants.
#include "../backend.hpp"
#include "api.hpp"

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
std::size_t huge_page_size() noexcept { return 0; }

std::error_code refusal(std::errc reason) noexcept { return std::make_error_code(reason); }

// These are three kinds of number, which must not be joined: access rights (read, write), dispositions (create,
// ensure_create, truncate), and flags and attributes (the rest).
std::optional<std::uint32_t> native_value(open_flag flag) noexcept {
  switch (flag) {
    case open_flag::read:
      return GENERIC_READ;
    case open_flag::write:
      return GENERIC_WRITE;
    case open_flag::create:
      return OPEN_ALWAYS;
    case open_flag::ensure_create:
      return CREATE_NEW;
    case open_flag::truncate:
      return TRUNCATE_EXISTING;
    case open_flag::direct:
      return FILE_FLAG_NO_BUFFERING;
    case open_flag::file_sync:
      return FILE_FLAG_WRITE_THROUGH;
    case open_flag::data_sync:
      return FILE_FLAG_WRITE_THROUGH;
    case open_flag::no_follow:
      return FILE_FLAG_OPEN_REPARSE_POINT;
    case open_flag::directory:
      return FILE_FLAG_BACKUP_SEMANTICS;
    case open_flag::large_file:
      return 0;
    case open_flag::dont_claim_tty:
    case open_flag::non_block:
    case open_flag::async:
    case open_flag::no_atime:
      return std::nullopt;
  }
  return std::nullopt;
}

// The page protection of the flag alone: a set has a number of its own, not the union of these.
std::optional<std::uint32_t> native_value(protection_flag flag) noexcept {
  switch (flag) {
    case protection_flag::none:
      return PAGE_NOACCESS;
    case protection_flag::read:
      return PAGE_READONLY;
    case protection_flag::write:
      return PAGE_READWRITE;
    case protection_flag::exec:
      return PAGE_EXECUTE;
  }
  return std::nullopt;
}

// Windows has no word of flags for mappings. private_ of a file is the protection of its section; the others decide
// which calls are made, without a bit.
std::optional<std::uint32_t> native_value(mmap_flag flag) noexcept {
  switch (flag) {
    case mmap_flag::private_:
      return PAGE_WRITECOPY;
    case mmap_flag::shared:
    case mmap_flag::anonymous:
    case mmap_flag::no_replace:
      return 0;
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
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> native_value(msync_flag flag) noexcept {
  switch (flag) {
    case msync_flag::sync:
    case msync_flag::async:
      return 0;
    case msync_flag::invalidate:
      return std::nullopt;
  }
  return std::nullopt;
}

// Nothing here is in doubt: what Windows has at all, every Windows has.
bool available(open_flag flag) noexcept { return native_value(flag).has_value(); }
bool available(protection_flag flag) noexcept { return native_value(flag).has_value(); }
bool available(mmap_flag flag) noexcept { return native_value(flag).has_value(); }
bool available(msync_flag flag) noexcept { return native_value(flag).has_value(); }

}  // namespace mmapkit::backend
