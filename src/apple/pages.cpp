// Where macOS keeps a promise less well than its own manual gives it.
#include <sys/mman.h>

#include "../backend.hpp"
#include "../bsd/os.hpp"
#include "../posix/errors.hpp"
#include "regions.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(mincore)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

namespace {

vm_address_t start_of(const void* addr) noexcept { return reinterpret_cast<vm_address_t>(addr); }

bool is_unlocked(const vm_region& found) noexcept { return found.info.user_wired_count == 0; }

}  // namespace

// The kernel counts how often memory was locked, and munlock takes one away (osfmk/vm/vm_map.c): here it undoes them
// all.
void munlock(const void* addr, std::size_t length, std::error_code& error) noexcept {
  do {
    if (os::munlock(addr, length) == 0) continue;
    error = last_error();
    return;
  } while (!all_mapped(start_of(addr), start_of(addr) + length, is_unlocked));
}

// The kernel says of memory that is not mapped that it is not resident (bsd/kern/kern_mman.c).
void mincore(const void* addr, std::size_t length, unsigned char* pages, std::error_code& error) noexcept {
  if (!all_mapped(start_of(addr), start_of(addr) + length, [](const vm_region& /*found*/) { return true; }))
    error = refusal(std::errc::not_enough_memory);
  else if (os::mincore(addr, length, reinterpret_cast<char*>(pages)) != 0)
    error = last_error();
}

}  // namespace mmapkit::backend
