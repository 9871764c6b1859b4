#include <array>
#include <bit>
#include <utility>

#include "backend/system.hpp"

#ifdef __BIONIC__  // it has none

#include "backend/unimplemented/robust_mutex.cpp"

#else

#include "backend/posix/robust_mutex.hpp"

namespace mmapkit::backend {

namespace {

constexpr std::size_t words = sizeof(pthread_mutex_t) / sizeof(std::uint32_t);
static_assert(sizeof(pthread_mutex_t) % sizeof(std::uint32_t) == 0);

pthread_mutex_t* as_mutex(void* mutex) noexcept { return static_cast<pthread_mutex_t*>(mutex); }

// What a new one consists of: in glibc and musl of zeros but for its type, which stays. So it can be put into memory
// that is in use by then, by whoever comes, and nothing is half done where he is killed.
std::array<std::uint32_t, words> content_of_new(std::error_code& error) noexcept {
  pthread_mutex_t made{};
  std::array<std::uint32_t, words> content{};
  if (const int code = posix::initialize(&made); code != 0)
    error = posix::system_error(code);
  else
    content = std::bit_cast<std::array<std::uint32_t, words> >(made);
  return content;
}

}  // namespace

void prepare_mutex(void* mutex, std::error_code& error) noexcept {
  const auto content = content_of_new(error);
  std::size_t type = words;
  std::size_t others = 0;
  for (std::size_t i = 0; i < words; ++i)
    if (content[i] != 0) others += std::exchange(type, i) == words ? 0U : 1U;
  if (error) return;
  if (type == words || others != 0) {
    error = refusal(std::errc::function_not_supported);
    return;
  }
  std::uint32_t none = 0;
  static_cast<std::atomic<std::uint32_t>*>(mutex)[type].compare_exchange_strong(none, content[type]);
  if (none != 0 && none != content[type]) error = refusal(std::errc::invalid_argument);  // it is no mutex
}

mutex_state lock_mutex(void* mutex, std::chrono::nanoseconds timeout, std::error_code& error) noexcept {
  return posix::lock(as_mutex(mutex), timeout, error);
}

void unlock_mutex(void* mutex, std::error_code& error) noexcept {
  if (const int code = os::pthread_mutex_unlock(as_mutex(mutex)); code != 0) error = posix::system_error(code);
}

}  // namespace mmapkit::backend

#endif
