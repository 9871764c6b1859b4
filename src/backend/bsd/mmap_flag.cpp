#include <sys/mman.h>

#include <optional>

#include <mmapkit/flags/mmap_flag.hpp>

#include "backend/native_value.hpp"
#include "values.hpp"

namespace mmapkit::backend {

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

bool available(mmap_flag flag) noexcept { return native_value(flag).has_value(); }

}  // namespace mmapkit::backend
