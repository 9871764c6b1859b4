#include <sys/mman.h>

#include <optional>

#include <mmapkit/flags/advice.hpp>

#include "backend/native_value.hpp"
#include "backend/pages.hpp"
#include "backend/posix/errors.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

// MADV_DONTNEED is not advice::dont_need: on these systems private memory keeps its contents.
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
  return native_number_of(what);
}

namespace {

// With length 0: EINVAL if the kernel does not know the advice (bsd/kern/kern_mman.c of macOS).
bool knows(std::uint32_t native) noexcept {
  return os::madvise(nullptr, std::size_t{0}, static_cast<int>(native)) == 0;
}

}  // namespace

// NetBSD and OpenBSD define MADV_SPACEAVAIL, and their kernels refuse it (sys/uvm/uvm_mmap.c).
bool available(advice what) noexcept {
  const auto native = native_value(what);
  if (!native || what == advice::space_avail) return false;
  return what != advice::zero || knows(*native);
}

void madvise(void* addr, std::size_t length, advice what, std::error_code& error) noexcept {
  if (os::madvise(addr, length, static_cast<int>(*native_value(what))) != 0) error = last_error();
}

}  // namespace mmapkit::backend
