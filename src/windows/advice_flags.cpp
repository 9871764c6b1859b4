// Which advice Windows takes. Each is a call of its own, without a number.
#include "../backend.hpp"
#include "late_functions.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(advice what) noexcept {
  switch (what) {
    case advice::normal:
    case advice::will_need:
    case advice::dont_need: return 0;
    case advice::random:
    case advice::sequential:
    case advice::free:
    case advice::remove:
    case advice::dont_fork:
    case advice::do_fork:
    case advice::mergeable:
    case advice::unmergeable:
    case advice::huge_page:
    case advice::no_huge_page:
    case advice::dont_dump:
    case advice::do_dump:
    case advice::wipe_on_fork:
    case advice::keep_on_fork:
    case advice::cold:
    case advice::pageout:
    case advice::populate_read:
    case advice::populate_write:
    case advice::dont_need_locked:
    case advice::collapse:
    case advice::hw_poison:
    case advice::soft_offline:
    case advice::guard_install:
    case advice::guard_remove:
    case advice::space_avail:
    case advice::no_sync:
    case advice::auto_sync:
    case advice::protect_process:
    case advice::zero_wired:
    case advice::free_reusable:
    case advice::free_reuse:
    case advice::can_reuse:
    case advice::zero: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> native_value(posix_advice what) noexcept {
  switch (what) {
    case posix_advice::normal:
    case posix_advice::will_need: return 0;
    case posix_advice::random:
    case posix_advice::sequential:
    case posix_advice::dont_need: return std::nullopt;
  }
  return std::nullopt;
}

bool available(advice what) noexcept {
  if (what == advice::will_need) return late().prefetch_virtual_memory != nullptr;
  return native_value(what).has_value();
}

bool available(posix_advice what) noexcept {
  if (what == posix_advice::will_need) return late().prefetch_virtual_memory != nullptr;
  return native_value(what).has_value();
}

}  // namespace mmapkit::backend
