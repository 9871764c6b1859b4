#include "backend/posix/per_system.hpp"
#include "regions.hpp"

namespace mmapkit::backend::posix {

namespace {

// Bit 1 of the error code of a page fault (Intel), and WnR of the syndrome register (Arm).
bool is_store(const void* context) noexcept {
  const auto* const state = static_cast<const ucontext_t*>(context)->uc_mcontext;
#ifdef __x86_64__
  return (state->__es.__err & 2U) != 0;
#else
  return (state->__es.__esr & 0x40U) != 0;
#endif
}

}  // namespace

int page_fault_signal() noexcept { return SIGBUS; }

// The code does not tell: on Arm it is always BUS_ADRALN, and on Intel BUS_ADRERR also where the protection forbids the
// access (xnu: bsd/dev/arm/unix_signal.c, bsd/uxkern/ux_exception.c). The region does: what it allows, and did not
// succeed, has no page.
failed_access examine_signal(const siginfo_t& info, const void* context) noexcept {
  if (info.si_code != BUS_ADRALN && info.si_code != BUS_ADRERR && info.si_code != BUS_OBJERR)
    return failed_access::none;
  const auto at = start_of(info.si_addr);
  const vm_prot_t needed = is_store(context) ? VM_PROT_WRITE : VM_PROT_READ;
  vm_region found;
  const bool is_allowed =
      find_region(at, found) == KERN_SUCCESS && found.start <= at && (found.info.protection & needed) != 0;
  return is_allowed ? failed_access::no_page : failed_access::refused;
}

}  // namespace mmapkit::backend::posix
