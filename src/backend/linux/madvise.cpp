#include <optional>

#include <mmapkit/flags/advice.hpp>

#include "backend/native_value.hpp"
#include "backend/pages.hpp"
#include "backend/posix/errors.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(advice what) noexcept {
  switch (what) {
    case advice::normal: return MADV_NORMAL;
    case advice::random: return MADV_RANDOM;
    case advice::sequential: return MADV_SEQUENTIAL;
    case advice::will_need: return MADV_WILLNEED;
    case advice::dont_need: return MADV_DONTNEED;
    case advice::free: return MADV_FREE;
    case advice::remove: return MADV_REMOVE;
    case advice::dont_fork: return MADV_DONTFORK;
    case advice::do_fork: return MADV_DOFORK;
    case advice::mergeable: return MADV_MERGEABLE;
    case advice::unmergeable: return MADV_UNMERGEABLE;
    case advice::huge_page: return MADV_HUGEPAGE;
    case advice::no_huge_page: return MADV_NOHUGEPAGE;
    case advice::dont_dump: return MADV_DONTDUMP;
    case advice::do_dump: return MADV_DODUMP;
    case advice::wipe_on_fork: return MADV_WIPEONFORK;
    case advice::keep_on_fork: return MADV_KEEPONFORK;
    case advice::cold: return MADV_COLD;
    case advice::pageout: return MADV_PAGEOUT;
    case advice::populate_read: return MADV_POPULATE_READ;
    case advice::populate_write: return MADV_POPULATE_WRITE;
    case advice::dont_need_locked: return MADV_DONTNEED_LOCKED;
    case advice::collapse: return MADV_COLLAPSE;
    case advice::hw_poison: return MADV_HWPOISON;
    case advice::soft_offline: return MADV_SOFT_OFFLINE;
    case advice::guard_install: return MADV_GUARD_INSTALL;
    case advice::guard_remove: return MADV_GUARD_REMOVE;
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
  return native_number_of(what);
}

// With length 0 madvise does nothing, and succeeds if the kernel knows the advice (madvise(2)).
bool available(advice what) noexcept {
  const auto number = native_value(what);
  return number.has_value() && os::madvise(nullptr, std::size_t{0}, static_cast<int>(*number)) == 0;
}

void madvise(void* addr, std::size_t length, advice what, std::error_code& error) noexcept {
  if (os::madvise(addr, length, static_cast<int>(*native_value(what))) != 0) error = last_error();
}

}  // namespace mmapkit::backend
