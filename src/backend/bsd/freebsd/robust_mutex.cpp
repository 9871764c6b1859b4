// A mutex between processes is made in its place, once: the memory of it is the kernel's, found by the place.
#include "backend/posix/robust_mutex.hpp"

#include <unistd.h>

#include "backend/system.hpp"

namespace mmapkit::backend {

namespace {

enum progress : std::uint32_t { untouched, being_made, made };

struct shared_mutex {
  pthread_mutex_t mutex;
  std::atomic<std::uint32_t> state;
};
static_assert(sizeof(shared_mutex) <= mutex_size);

shared_mutex& as_mutex(void* mutex) noexcept { return *static_cast<shared_mutex*>(mutex); }

// Whoever makes it may have been killed: then it is of no use.
bool is_made_soon(const shared_mutex& shared) noexcept {
  constexpr int attempts = 1000;
  for (int i = 0; i < attempts; ++i) {
    if (shared.state.load(std::memory_order_acquire) == made) return true;
    ::usleep(1000);
  }
  return false;
}

}  // namespace

void prepare_mutex(void* mutex, std::error_code& error) noexcept {
  auto& shared = as_mutex(mutex);
  std::uint32_t state = untouched;
  if (!shared.state.compare_exchange_strong(state, being_made)) {
    if (state != made && !is_made_soon(shared)) error = refusal(std::errc::state_not_recoverable);
    return;
  }
  const int code = posix::initialize(&shared.mutex);
  if (code != 0) error = posix::system_error(code);
  shared.state.store(code == 0 ? made : untouched, std::memory_order_release);
}

mutex_state lock_mutex(void* mutex, std::chrono::nanoseconds timeout, std::error_code& error) noexcept {
  return posix::lock(&as_mutex(mutex).mutex, timeout, error);
}

void unlock_mutex(void* mutex, std::error_code& error) noexcept {
  if (const int code = os::pthread_mutex_unlock(&as_mutex(mutex).mutex); code != 0) error = posix::system_error(code);
}

}  // namespace mmapkit::backend
