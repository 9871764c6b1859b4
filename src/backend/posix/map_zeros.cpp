#include <sys/mman.h>

#include "os.hpp"
#include "per_system.hpp"

namespace mmapkit::backend {

bool posix::map_zeros(std::byte* first, std::size_t length) noexcept {
  constexpr int where = MAP_FIXED | MAP_PRIVATE | MAP_ANON;
  return os::mmap(first, length, PROT_READ | PROT_WRITE, where, -1, 0) != MAP_FAILED;
}

// The address is a hint.
bool posix::map_zeros_at_free(std::byte* first, std::size_t length) noexcept {
  void* const base = os::mmap(first, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
  if (base != first && base != MAP_FAILED) os::munmap(base, length);
  return base == first;
}

}  // namespace mmapkit::backend
