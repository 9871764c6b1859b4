#include "backend/posix/per_system.hpp"

namespace mmapkit::backend::posix {

// Every page fault that fails is one, and SEGV_MAPERR; but SIGBUS where the protection forbids the access
// (sys/platform/pc64/x86_64/trap.c).
int page_fault_signal() noexcept { return SIGSEGV; }

failed_access examine_signal(const siginfo_t& info, const void* /*context*/) noexcept {
  switch (info.si_code) {
    case SEGV_MAPERR: return failed_access::no_page;
    case SEGV_ACCERR: return failed_access::refused;
    default: return failed_access::none;
  }
}

}  // namespace mmapkit::backend::posix
