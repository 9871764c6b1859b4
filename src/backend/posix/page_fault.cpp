#include "per_system.hpp"

namespace mmapkit::backend::posix {

int page_fault_signal() noexcept { return SIGBUS; }

// A new page does not help with a misaligned address (BUS_ADRALN), or with a memory error that no access has found
// (BUS_MCEERR_AO).
failed_access examine_signal(const siginfo_t& info, const void* /*context*/) noexcept {
  switch (info.si_code) {
    case BUS_ADRALN: return failed_access::refused;
    case BUS_ADRERR:
    case BUS_OBJERR:
#ifdef BUS_OOMERR
    case BUS_OOMERR:
#endif
#ifdef BUS_MCEERR_AR
    case BUS_MCEERR_AR:
#endif
      return failed_access::no_page;
    default: return failed_access::none;
  }
}

}  // namespace mmapkit::backend::posix
