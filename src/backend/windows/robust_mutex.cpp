// A mutex of the kernel; the memory has the number that its name is made of, and who owns it.
#include <array>
#include <cwchar>
#include <limits>

#include "backend/synchronization.hpp"
#include "backend/system.hpp"
#include "os.hpp"

#include <ntsecapi.h>

namespace mmapkit::backend {

namespace {

struct shared_mutex {
  std::atomic<std::uint64_t> number;
  std::atomic<std::uint64_t> owner;  // 0 while nobody holds it
};
static_assert(sizeof(shared_mutex) <= mutex_size);

shared_mutex& as_mutex(void* mutex) noexcept { return *static_cast<shared_mutex*>(mutex); }

template <class Number>
Number random_number(std::error_code& error) noexcept {
  Number number = 0;
  while (number == 0)
    if (RtlGenRandom(&number, sizeof number) == 0) {
      error = refusal(std::errc::io_error);
      return 0;
    }
  return number;
}

// Of this thread. Numbers of threads are used again, and with that of the process none is.
std::uint64_t owner_number() noexcept {
  static const auto process = [] {
    std::error_code ignored;
    return random_number<std::uint32_t>(ignored);
  }();
  return std::uint64_t{process} << 32 | GetCurrentThreadId();
}

// The handles of this process. They stay open: the mutex would go with the last one.
class handle_table {
 public:
  HANDLE find(std::uint64_t number) noexcept {
    AcquireSRWLockShared(&lock_);
    const auto& place = place_of(number);
    const HANDLE found = place.number == number ? place.handle : nullptr;
    ReleaseSRWLockShared(&lock_);
    return found;
  }

  HANDLE open(std::uint64_t number, std::error_code& error) noexcept {
    AcquireSRWLockExclusive(&lock_);
    auto& place = place_of(number);
    if (place.number != number && place.number != 0) {
      error = refusal(std::errc::no_lock_available);
    } else if (place.number == 0) {
      place.handle = create(number);
      if (place.handle == nullptr)
        error = last_error();
      else
        place.number = number;
    }
    const HANDLE handle = error ? nullptr : place.handle;
    ReleaseSRWLockExclusive(&lock_);
    return handle;
  }

 private:
  struct entry {
    std::uint64_t number = 0;
    HANDLE handle = nullptr;
  };

  static HANDLE create(std::uint64_t number) noexcept {
    std::array<wchar_t, 48> name{};
    std::swprintf(name.data(), name.size(), L"Local\\mmapkit-mutex-%08lx%08lx",
                  static_cast<unsigned long>(number >> 32), static_cast<unsigned long>(number & 0xffffffffU));
    return os::CreateMutexW(nullptr, FALSE, name.data());
  }

  // Where it is, or would be; of another one where all places are taken.
  entry& place_of(std::uint64_t number) noexcept {
    auto at = static_cast<std::size_t>(number % entries_.size());
    for (std::size_t i = 0; i < entries_.size(); ++i, at = (at + 1) % entries_.size())
      if (entries_[at].number == number || entries_[at].number == 0) break;
    return entries_[at];
  }

  SRWLOCK lock_ = SRWLOCK_INIT;
  std::array<entry, 1024> entries_{};
};

HANDLE handle_of(const shared_mutex& shared, std::error_code& error) noexcept {
  static handle_table table;
  const auto number = shared.number.load(std::memory_order_relaxed);
  const HANDLE open = table.find(number);
  return open != nullptr ? open : table.open(number, error);
}

DWORD milliseconds(std::chrono::nanoseconds timeout) noexcept {
  if (timeout == std::chrono::nanoseconds::max()) return INFINITE;
  return static_cast<DWORD>(std::chrono::ceil<std::chrono::milliseconds>(timeout).count());
}

}  // namespace

void prepare_mutex(void* mutex, std::error_code& error) noexcept {
  const auto number = random_number<std::uint64_t>(error);
  std::uint64_t none = 0;
  if (!error) as_mutex(mutex).number.compare_exchange_strong(none, number);
}

// An owner that is known although the kernel has a new mutex ended with everyone who had it open.
mutex_state lock_mutex(void* mutex, std::chrono::nanoseconds timeout, std::error_code& error) noexcept {
  auto& shared = as_mutex(mutex);
  const HANDLE handle = handle_of(shared, error);
  if (handle == nullptr) return mutex_state::busy;
  const DWORD result = os::WaitForSingleObject(handle, milliseconds(timeout));
  if (result == WAIT_TIMEOUT) return mutex_state::busy;
  if (result != WAIT_OBJECT_0 && result != WAIT_ABANDONED) {
    error = result == WAIT_FAILED ? last_error() : windows_error(result);
    return mutex_state::busy;
  }
  const auto before = shared.owner.exchange(owner_number());
  if (before == owner_number()) {  // the kernel lets its owner in again
    os::ReleaseMutex(handle);
    if (timeout != std::chrono::nanoseconds{0}) error = refusal(std::errc::resource_deadlock_would_occur);
    return mutex_state::busy;
  }
  return result == WAIT_ABANDONED || before != 0 ? mutex_state::inherited : mutex_state::acquired;
}

void unlock_mutex(void* mutex, std::error_code& error) noexcept {
  auto& shared = as_mutex(mutex);
  if (shared.owner.load() != owner_number()) {
    error = refusal(std::errc::operation_not_permitted);
    return;
  }
  const HANDLE handle = handle_of(shared, error);
  if (handle == nullptr) return;
  shared.owner.store(0);
  if (os::ReleaseMutex(handle) == 0) error = last_error();
}

}  // namespace mmapkit::backend
