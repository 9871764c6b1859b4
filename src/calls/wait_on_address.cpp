#include <mmapkit/calls/wait_on_address.hpp>

#include "backend/synchronization.hpp"
#include "checks/availability.hpp"
#include "checks/deadline.hpp"
#include "checks/describe_memory.hpp"

namespace mmapkit {

namespace {

using atomic_word = std::atomic<std::uint32_t>;

// Whether the word has another value by then.
bool wait(const atomic_word& word, std::uint32_t old, const deadline& end, failure& why) noexcept {
  if (!check_call(operation::wait_on_address, why)) return false;
  while (word.load(std::memory_order_acquire) == old) {
    const auto left = end.left(backend::longest_wait);
    if (left == std::chrono::nanoseconds{0}) return false;
    backend::wait_on_address(&word, old, left, why.code);
    if (why.attribute_to(operation::wait_on_address)) return false;
  }
  return true;
}

failure wake(operation what, const atomic_word& word) noexcept {
  failure why;
  if (!check_call(what, why)) return why;
  backend::wake_by_address(&word, what == operation::notify_all, why.code);
  why.attribute_to(what);
  return why;
}

}  // namespace

void wait_on_address(const atomic_word& word, std::uint32_t old) {
  failure why;
  wait(word, old, deadline::never(), why);
  if (why) raise(why, describe(&word, sizeof word));
}

void wait_on_address(const atomic_word& word, std::uint32_t old, std::error_code& error) noexcept {
  failure why;
  wait(word, old, deadline::never(), why);
  report(why, error);
}

bool wait_on_address(const atomic_word& word, std::uint32_t old, std::chrono::nanoseconds timeout) {
  failure why;
  const bool changed = wait(word, old, deadline{timeout}, why);
  if (why) raise(why, describe(&word, sizeof word));
  return changed;
}

bool wait_on_address(const atomic_word& word, std::uint32_t old, std::chrono::nanoseconds timeout,
                     std::error_code& error) noexcept {
  failure why;
  const bool changed = wait(word, old, deadline{timeout}, why);
  report(why, error);
  return changed;
}

void notify_one(const atomic_word& word) {
  if (const auto why = wake(operation::notify_one, word)) raise(why, describe(&word, sizeof word));
}

void notify_one(const atomic_word& word, std::error_code& error) noexcept {
  report(wake(operation::notify_one, word), error);
}

void notify_all(const atomic_word& word) {
  if (const auto why = wake(operation::notify_all, word)) raise(why, describe(&word, sizeof word));
}

void notify_all(const atomic_word& word, std::error_code& error) noexcept {
  report(wake(operation::notify_all, word), error);
}

}  // namespace mmapkit
