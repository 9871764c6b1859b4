#include "backend/bsd/os.hpp"
#include "backend/pages.hpp"
#include "backend/posix/errors.hpp"
#include "backend/system.hpp"
#include "regions.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(mincore)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

// The kernel reports memory that is not mapped as not resident (bsd/kern/kern_mman.c).
void mincore(const void* addr, std::size_t length, unsigned char* pages, std::error_code& error) noexcept {
  if (!all_mapped(start_of(addr), start_of(addr) + length, [](const vm_region& /*found*/) { return true; }))
    error = refusal(std::errc::not_enough_memory);
  else if (os::mincore(addr, length, reinterpret_cast<char*>(pages)) != 0)
    error = last_error();
}

}  // namespace mmapkit::backend
