#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <new>

#include "backend/system.hpp"
#include "os.hpp"
#include "per_system.hpp"

namespace mmapkit::backend {

namespace {

// How often processes were forked on the way to this one; 0 where that is not known yet.
using generation = std::atomic<std::uint32_t>;

generation newest{0};  // a child has the one of its parent
generation in_memory{0};
std::atomic<generation*> known_place{nullptr};

// Also where there is a page: QEMU takes the advice, and wipes nothing.
void forget_in_child() {
  if (auto* const here = known_place.load()) *here = 0;
}

generation& make_place() noexcept {
  ::pthread_atfork(nullptr, nullptr, forget_in_child);
  void* const page = posix::wiped_page();
  generation* const made = page == nullptr ? &in_memory : new (page) generation{0};
  generation* there = nullptr;
  if (known_place.compare_exchange_strong(there, made)) return *made;
  if (page != nullptr) os::munmap(page, page_size());
  return *there;
}

}  // namespace

// In a process namespace of its own, the child of a fork may have the number of its parent, so a generation is part of
// the value. It lies in a page that a child finds empty, and then takes the next number. A child of vfork has its
// parent's memory, and another process number.
std::uint64_t process_id() noexcept {
  auto* const there = known_place.load();
  auto& here = there == nullptr ? make_place() : *there;
  std::uint32_t mine = here;
  while (mine == 0) {
    const std::uint32_t next = ++newest;
    if (here.compare_exchange_strong(mine, next)) mine = next;
  }
  return std::uint64_t{mine} << 32 | static_cast<std::uint32_t>(::getpid());
}

}  // namespace mmapkit::backend
