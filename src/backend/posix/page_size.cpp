#include <unistd.h>

#include <atomic>

#include "backend/system.hpp"

namespace mmapkit::backend {

// Cached in an atomic: a static variable with a guard could be half initialized in a signal handler or after fork.
std::size_t page_size() noexcept {
  static std::atomic<std::size_t> known{0};
  auto size = known.load(std::memory_order_relaxed);
  if (size == 0) {
    size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    known.store(size, std::memory_order_relaxed);
  }
  return size;
}

std::size_t granularity() noexcept { return page_size(); }

}  // namespace mmapkit::backend
