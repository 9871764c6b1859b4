#include <optional>

#include <mmapkit/flags/mmap_flag.hpp>

#include "api.hpp"
#include "backend/native_value.hpp"

namespace mmapkit::backend {

// Windows has no flags for mappings. private_ is the protection of a section; the others decide which functions are
// called.
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

bool available(mmap_flag flag) noexcept { return native_value(flag).has_value(); }

}  // namespace mmapkit::backend
