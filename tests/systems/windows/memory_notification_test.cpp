// What Windows tells of the machine's memory.
#include "windows_support.hpp"

using namespace mmapkit;
using support::caught;
using support::offered_or_missing;

TEST_CASE("a notification is a handle that can be waited for, asked and closed") {
  for (const auto condition : {memory_condition::low, memory_condition::high}) {
    CHECK(supported(condition));
    const auto notification = memory_notification(condition);
    CHECK(::WaitForSingleObject(notification.get(), 0) != WAIT_FAILED);
    std::error_code error;
    static_cast<void>(memory_condition_holds(notification, error));
    CHECK_FALSE(error);
    close_file(notification);
    CHECK(caught([&] { return memory_condition_holds(notification); }).code().value() != 0);
  }
}

TEST_CASE("a condition that no system has is refused") {
  const auto error = caught([] { return memory_notification(static_cast<memory_condition>(9)); });
  CHECK(error.code() == std::errc::invalid_argument);
}

TEST_CASE("the callback for bad memory is registered and unregistered, or the call is missing") {
  const auto use = [] { return register_bad_memory_notification([] {}); };
  CHECK(supported(call::register_bad_memory_notification) == support::has_function("RegisterBadMemoryNotification"));
  if (offered_or_missing(call::register_bad_memory_notification, use)) {
    unregister_bad_memory_notification(use());
  } else {
    offered_or_missing(call::unregister_bad_memory_notification, [] { unregister_bad_memory_notification(nullptr); });
  }
}

TEST_CASE("what the machine does about memory errors is told, or the call is missing") {
  const auto use = [] { return memory_error_handling(); };
  if (!offered_or_missing(call::memory_error_handling, use)) return;
  const auto found = use();
  CHECK(found.patrol_scrubber == ((found.native & 1) != 0));
}
