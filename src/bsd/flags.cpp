// The flags of open, mmap, mprotect and msync, on macOS and the BSDs.
#include <fcntl.h>
#include <sys/mman.h>

#include "../backend.hpp"
#include "values.hpp"

namespace mmapkit::backend {

mark system() noexcept { return values::this_system; }

std::optional<std::uint32_t> native_value(open_flag flag) noexcept {
  switch (flag) {
    case open_flag::read: return O_RDONLY;
    case open_flag::write: return O_RDWR;
    case open_flag::create: return O_CREAT;
    case open_flag::ensure_create: return O_CREAT | O_EXCL;
    case open_flag::truncate: return O_TRUNC;
    case open_flag::direct: return values::open_direct;
    case open_flag::file_sync: return O_SYNC;
    case open_flag::data_sync: return values::open_data_sync;
    case open_flag::dont_claim_tty: return O_NOCTTY;
    case open_flag::non_block: return O_NONBLOCK;
    case open_flag::no_follow: return O_NOFOLLOW;
    case open_flag::async: return O_ASYNC;
    case open_flag::directory: return O_DIRECTORY;
    case open_flag::large_file: return 0;  // off_t has 64 bits
    case open_flag::no_atime: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> native_value(protection_flag flag) noexcept {
  switch (flag) {
    case protection_flag::none: return PROT_NONE;
    case protection_flag::read: return PROT_READ;
    case protection_flag::write: return PROT_WRITE;
    case protection_flag::exec: return PROT_EXEC;
    case protection_flag::max_read: return values::max_read;
    case protection_flag::max_write: return values::max_write;
    case protection_flag::max_exec: return values::max_exec;
    case protection_flag::sem:
    case protection_flag::grows_down:
    case protection_flag::grows_up:
    case protection_flag::strong_order:
    case protection_flag::bti:
    case protection_flag::memory_tags:
    case protection_flag::adi:
    case protection_flag::guard_once:
    case protection_flag::no_cache:
    case protection_flag::write_combine:
    case protection_flag::cfg_targets_invalid:
    case protection_flag::cfg_targets_no_update:
    case protection_flag::revert_to_file: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> native_value(mmap_flag flag) noexcept {
  switch (flag) {
    case mmap_flag::private_: return MAP_PRIVATE;
    case mmap_flag::shared: return MAP_SHARED;
    case mmap_flag::anonymous: return MAP_ANON;
    case mmap_flag::fixed: return MAP_FIXED;
    case mmap_flag::no_replace: return values::no_replace;
    case mmap_flag::locked: return values::locked;
    case mmap_flag::stack: return values::stack;
    case mmap_flag::low_2gb: return values::low_2gb;
    case mmap_flag::prefault_read: return values::prefault_read;
    case mmap_flag::aligned_super: return values::aligned_super;
    case mmap_flag::guard: return values::guard;
    case mmap_flag::no_sync: return values::no_sync;
    case mmap_flag::no_core: return values::no_core;
    case mmap_flag::has_semaphore: return values::has_semaphore;
    case mmap_flag::no_cache: return values::no_cache;
    case mmap_flag::jit: return values::jit;
    case mmap_flag::resilient_codesign: return values::resilient_codesign;
    case mmap_flag::resilient_media: return values::resilient_media;
    case mmap_flag::tpro: return values::tpro;
    case mmap_flag::no_reserve:
    case mmap_flag::grows_down:
    case mmap_flag::populate:
    case mmap_flag::non_block:
    case mmap_flag::huge_table:
    case mmap_flag::sync:
    case mmap_flag::uninitialized:
    case mmap_flag::shared_validate:
    case mmap_flag::droppable:
    case mmap_flag::above_4gb:
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
    case msync_flag::sync: return MS_SYNC;
    case msync_flag::async: return MS_ASYNC;
    case msync_flag::invalidate: return MS_INVALIDATE;
    case msync_flag::kill_pages: return values::kill_pages;
    case msync_flag::deactivate: return values::deactivate;
  }
  return std::nullopt;
}

// What the headers have, the kernel has: these systems build the two as one.
bool available(open_flag flag) noexcept { return native_value(flag).has_value(); }

bool available(protection_flag flag) noexcept { return native_value(flag).has_value(); }

bool available(mmap_flag flag) noexcept { return native_value(flag).has_value(); }

bool available(msync_flag flag) noexcept { return native_value(flag).has_value(); }

}  // namespace mmapkit::backend
