#include <mmapkit/flags/protection_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/mappings.hpp"
#include "backend/posix/errors.hpp"
#include "backend/posix/os.hpp"
#include "backend/system.hpp"

namespace mmapkit::backend {

// mmap applies PROT_MPROTECT, mprotect ignores it (sys/uvm/uvm_mmap.c).
void protect(void* base, std::size_t length, protection_flag protection, std::error_code& error) noexcept {
  constexpr auto most = protection_flag::max_read | protection_flag::max_write | protection_flag::max_exec;
  if (has_any(protection, most))
    error = refusal(std::errc::operation_not_supported);
  else if (os::mprotect(base, length, static_cast<int>(native_set(protection))) != 0)
    error = last_error();
}

}  // namespace mmapkit::backend
