#include <mmapkit/interprocess_mutex.hpp>

#include "backend/synchronization.hpp"
#include "checks/availability.hpp"
#include "checks/deadline.hpp"
#include "checks/describe_memory.hpp"

namespace mmapkit {

using backend::mutex_state;

struct interprocess_mutex_access {
  interprocess_mutex& it;

  void* native() const noexcept { return it.native_.data(); }

  bool prepare(failure& why) const noexcept {
    if (!check_call(operation::lock_mutex, why)) return false;
    if (it.is_ready_.load(std::memory_order_acquire) != 0) return true;
    backend::prepare_mutex(native(), why.code);
    if (why.attribute_to(operation::lock_mutex)) return false;
    it.is_ready_.store(1, std::memory_order_release);
    return true;
  }

  // Holds it by then, whatever became of its last owner; or false.
  bool acquire(const deadline& end, failure& why) const noexcept {
    if (!prepare(why)) return false;
    auto state = mutex_state::busy;
    for (bool again = true; state == mutex_state::busy && again;) {
      const auto left = end.is_never() ? std::chrono::nanoseconds::max() : end.left(backend::longest_wait);
      state = backend::lock_mutex(native(), left, why.code);
      if (why.attribute_to(operation::lock_mutex)) return false;
      again = left > std::chrono::nanoseconds{0};
    }
    if (state == mutex_state::inherited) it.is_abandoned_.store(1, std::memory_order_relaxed);
    return state != mutex_state::busy;
  }

  bool lock(const deadline& end, failure& why) const noexcept {
    if (!acquire(end, why)) return false;
    if (it.is_abandoned_.load(std::memory_order_relaxed) == 0) return true;
    backend::unlock_mutex(native(), why.code);
    if (why.attribute_to(operation::unlock_mutex)) return false;
    return refuse(why, operation::lock_mutex, std::errc::owner_dead,
                  "its owner ended while it held it, and nobody has called recover() since");
  }

  bool recover(failure& why) const noexcept {
    if (!acquire(deadline::never(), why)) return false;
    return it.is_abandoned_.exchange(0, std::memory_order_relaxed) != 0;
  }

  failure unlock() const noexcept {
    failure why;
    if (!check_call(operation::unlock_mutex, why)) return why;
    if (it.is_ready_.load(std::memory_order_acquire) == 0)
      return refuse(operation::unlock_mutex, std::errc::operation_not_permitted, "nobody has locked it");
    backend::unlock_mutex(native(), why.code);
    why.attribute_to(operation::unlock_mutex);
    return why;
  }
};

namespace {

void raise_if(const failure& why, const interprocess_mutex& mutex) {
  if (why) raise(why, "the mutex in " + describe(&mutex, sizeof mutex));
}

}  // namespace

void interprocess_mutex::lock() {
  failure why;
  interprocess_mutex_access{*this}.lock(deadline::never(), why);
  raise_if(why, *this);
}

void interprocess_mutex::lock(std::error_code& error) noexcept {
  failure why;
  interprocess_mutex_access{*this}.lock(deadline::never(), why);
  report(why, error);
}

bool interprocess_mutex::try_lock() { return try_lock_for({}); }

bool interprocess_mutex::try_lock(std::error_code& error) noexcept { return try_lock_for({}, error); }

bool interprocess_mutex::try_lock_for(std::chrono::nanoseconds timeout) {
  failure why;
  const bool locked = interprocess_mutex_access{*this}.lock(deadline{timeout}, why);
  raise_if(why, *this);
  return locked;
}

bool interprocess_mutex::try_lock_for(std::chrono::nanoseconds timeout, std::error_code& error) noexcept {
  failure why;
  const bool locked = interprocess_mutex_access{*this}.lock(deadline{timeout}, why);
  report(why, error);
  return locked;
}

void interprocess_mutex::unlock() { raise_if(interprocess_mutex_access{*this}.unlock(), *this); }

void interprocess_mutex::unlock(std::error_code& error) noexcept {
  report(interprocess_mutex_access{*this}.unlock(), error);
}

bool interprocess_mutex::recover() {
  failure why;
  const bool died = interprocess_mutex_access{*this}.recover(why);
  raise_if(why, *this);
  return died;
}

bool interprocess_mutex::recover(std::error_code& error) noexcept {
  failure why;
  const bool died = interprocess_mutex_access{*this}.recover(why);
  report(why, error);
  return died;
}

}  // namespace mmapkit
