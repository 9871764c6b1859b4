#include "backend/bsd/os.hpp"
#include "backend/pages.hpp"
#include "backend/posix/errors.hpp"
#include "regions.hpp"

namespace mmapkit::backend {

namespace {

bool is_unlocked(const vm_region& found) noexcept { return found.info.user_wired_count == 0; }

}  // namespace

// The kernel counts how often memory was locked, and munlock decrements the count (osfmk/vm/vm_map.c).
void munlock(const void* addr, std::size_t length, std::error_code& error) noexcept {
  do {
    if (os::munlock(addr, length) == 0) continue;
    error = last_error();
    return;
  } while (!all_mapped(start_of(addr), start_of(addr) + length, is_unlocked));
}

}  // namespace mmapkit::backend
