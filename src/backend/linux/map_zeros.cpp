#include "backend/posix/per_system.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

namespace {

// As many zeros as the file was long, which may be more than all memory: nothing is reserved.
constexpr int kind = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;

// By its number: ThreadSanitizer would see the call of mmap as a store that races with reads of other threads.
void* map_at(std::byte* first, std::size_t length, int where) noexcept {
#ifdef __s390x__  // which takes a pointer to the arguments
  return os::mmap(first, length, PROT_READ | PROT_WRITE, where | kind, -1, 0);
#else
#ifdef SYS_mmap2
  constexpr long number = SYS_mmap2;
#else
  constexpr long number = SYS_mmap;
#endif
  const long base = os::syscall(number, first, length, PROT_READ | PROT_WRITE, where | kind, -1, 0L);
  return reinterpret_cast<void*>(base);
#endif
}

}  // namespace

bool posix::map_zeros(std::byte* first, std::size_t length) noexcept {
  return map_at(first, length, MAP_FIXED) == first;
}

// To a kernel before 4.17 the address is a hint.
bool posix::map_zeros_at_free(std::byte* first, std::size_t length) noexcept {
  auto* const base = map_at(first, length, MAP_FIXED_NOREPLACE);
  if (base != first && base != MAP_FAILED) os::munmap(base, length);
  return base == first;
}

}  // namespace mmapkit::backend
