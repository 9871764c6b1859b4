#include <sys/mman.h>

#include "../backend.hpp"
#include "../posix/errors.hpp"
#include "../posix/os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

// MADV_DONTNEED is not advice::dont_need: here it keeps what private memory holds.
std::optional<std::uint32_t> native_value(advice what) noexcept {
  switch (what) {
    case advice::normal: return MADV_NORMAL;
    case advice::random: return MADV_RANDOM;
    case advice::sequential: return MADV_SEQUENTIAL;
    case advice::will_need: return MADV_WILLNEED;
    case advice::free: return MADV_FREE;
    case advice::dont_dump: return values::dont_dump;
    case advice::do_dump: return values::do_dump;
    case advice::space_avail: return values::space_avail;
    case advice::no_sync: return values::advice_no_sync;
    case advice::auto_sync: return values::auto_sync;
    case advice::protect_process: return values::protect_process;
    case advice::zero_wired: return values::zero_wired;
    case advice::free_reusable: return values::free_reusable;
    case advice::free_reuse: return values::free_reuse;
    case advice::can_reuse: return values::can_reuse;
    case advice::zero: return values::zero;
    case advice::dont_need:
    case advice::remove:
    case advice::dont_fork:
    case advice::do_fork:
    case advice::mergeable:
    case advice::unmergeable:
    case advice::huge_page:
    case advice::no_huge_page:
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
    case advice::guard_remove: return std::nullopt;
  }
  return std::nullopt;
}

namespace {

// Advice for nothing at all: EINVAL where the kernel does not know it (bsd/kern/kern_mman.c of macOS).
bool knows(std::uint32_t native) noexcept {
  return os::madvise(nullptr, std::size_t{0}, static_cast<int>(native)) == 0;
}

}  // namespace

// The kernels of NetBSD and OpenBSD refuse MADV_SPACEAVAIL, whatever their headers say (sys/uvm/uvm_mmap.c).
bool available(advice what) noexcept {
  const auto native = native_value(what);
  if (!native || what == advice::space_avail) return false;
  return what != advice::zero || knows(*native);
}

void madvise(void* addr, std::size_t length, advice what, std::error_code& error) noexcept {
  if (os::madvise(addr, length, static_cast<int>(*native_value(what))) != 0) error = last_error();
}

}  // namespace mmapkit::backend
