// <os/os_sync_wait_on_address.h>, since macOS 14.4: found at run time, so that the program starts on an older one.
#include <dlfcn.h>

#include <cerrno>
#include <cstddef>

#include "backend/posix/errors.hpp"
#include "backend/posix/os.hpp"
#include "backend/synchronization.hpp"
#include "backend/system.hpp"

namespace mmapkit::backend {

namespace {

constexpr std::uint32_t between_processes = 1;    // OS_SYNC_WAIT_ON_ADDRESS_SHARED, OS_SYNC_WAKE_BY_ADDRESS_SHARED
constexpr std::uint32_t mach_absolute_time = 32;  // OS_CLOCK_MACH_ABSOLUTE_TIME

struct functions {
  int (*wait)(void*, std::uint64_t, std::size_t, std::uint32_t, std::uint32_t, std::uint64_t);
  int (*wake_any)(void*, std::size_t, std::uint32_t);
  int (*wake_all)(void*, std::size_t, std::uint32_t);
};

template <class Function>
void find(Function& function, const char* name) noexcept {
  function = reinterpret_cast<Function>(::dlsym(RTLD_DEFAULT, name));
}

const functions& found() noexcept {
  static const functions all = [] {
    functions some{};
    find(some.wait, "os_sync_wait_on_address_with_timeout");
    find(some.wake_any, "os_sync_wake_by_address_any");
    find(some.wake_all, "os_sync_wake_by_address_all");
    return some;
  }();
  return all;
}

void* object_of(const std::atomic<std::uint32_t>* word) noexcept {
  return const_cast<std::atomic<std::uint32_t>*>(word);
}

}  // namespace

bool can_wait_on_address() noexcept {
  return found().wait != nullptr && found().wake_any != nullptr && found().wake_all != nullptr;
}

void wait_on_address(const std::atomic<std::uint32_t>* word, std::uint32_t old, std::chrono::nanoseconds timeout,
                     std::error_code& error) noexcept {
  if (!can_wait_on_address()) {
    error = refusal(std::errc::function_not_supported);
    return;
  }
  const os::held_cancellation held;
  const auto time = static_cast<std::uint64_t>(timeout.count());
  if (found().wait(object_of(word), old, sizeof old, between_processes, mach_absolute_time, time) >= 0) return;
  if (errno != EINTR && errno != ETIMEDOUT && errno != EFAULT) error = last_error();
}

// ENOENT: nobody waits.
void wake_by_address(const std::atomic<std::uint32_t>* word, bool all, std::error_code& error) noexcept {
  if (!can_wait_on_address()) {
    error = refusal(std::errc::function_not_supported);
    return;
  }
  const auto wake = all ? found().wake_all : found().wake_any;
  if (wake(object_of(word), sizeof(std::uint32_t), between_processes) < 0 && errno != ENOENT) error = last_error();
}

}  // namespace mmapkit::backend
