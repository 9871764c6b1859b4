// What Windows tells of the machine's memory.
#define WIN32_LEAN_AND_MEAN
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include "../proof.hpp"

using namespace mmapkit;

namespace {

// Where the handle may change what it tells, as Wine's may, the condition is brought about; elsewhere the answer is the
// same as that of a wait.
void check_condition(memory_condition condition) {
  const auto notification = memory_notification(condition);
  if (::SetEvent(notification.get()) != 0) {
    CHECK(memory_condition_holds(notification));
    REQUIRE(::ResetEvent(notification.get()) != 0);
    CHECK_FALSE(memory_condition_holds(notification));
  } else {
    const auto before = ::WaitForSingleObject(notification.get(), 0);
    const bool holds = memory_condition_holds(notification);
    const auto after = ::WaitForSingleObject(notification.get(), 0);
    if (before == after) CHECK(holds == (after == WAIT_OBJECT_0));
  }
  close_file(notification);
}

}  // namespace

PROOF(memory_condition, low) { check_condition(memory_condition::low); }
PROOF(memory_condition, high) { check_condition(memory_condition::high); }

PROOF(call, memory_notification) {
  const auto notification = memory_notification(memory_condition::high);
  CHECK(::WaitForSingleObject(notification.get(), 0) != WAIT_FAILED);
  close_file(notification);
}

PROOF(call, memory_condition_holds) {
  check_condition(memory_condition::low);
  CHECK(support::caught([] {
          static_cast<void>(memory_condition_holds(native_handle{static_cast<void*>(nullptr)}));
        }).operation() == "memory_condition_holds");
}

namespace {

// Memory does not break on demand: registering, and unregistering what was registered, succeed.
void check_registration() {
  void* const registration = register_bad_memory_notification([] {});
  CHECK(registration != nullptr);
  unregister_bad_memory_notification(registration);
}

}  // namespace

PROOF(call, register_bad_memory_notification) { check_registration(); }
PROOF(call, unregister_bad_memory_notification) { check_registration(); }

PROOF(call, memory_error_handling) {
  const auto support = memory_error_handling();
  CHECK(support.patrol_scrubber == ((support.native & 1) != 0));
}
