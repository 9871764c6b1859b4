#include <mmapkit/interprocess_mutex.hpp>

#include "../../support/child.hpp"
#include "../../support/interprocess_mutex.hpp"

using namespace mmapkit;

TEST_CASE("a child process does not hold what its parent held when it forked") {
  if (!support::has_mutexes() || support::thread_sanitizer) return;
  auto memory = shared_memory::anonymous(sizeof(interprocess_mutex));
  auto& mutex = memory.writable_object<interprocess_mutex>(0);
  mutex.lock();
  const auto end = support::in_child([&] {
    std::error_code error;
    mutex.unlock(error);
    if (error != std::errc::operation_not_permitted) return 1;
    return mutex.try_lock() ? 2 : 0;
  });
  CHECK(end.code == 0);
  CHECK(end.signal == 0);
  mutex.unlock();
  const auto later = support::in_child([&] {
    mutex.lock();
    mutex.unlock();
    return 0;
  });
  CHECK(later.code == 0);
}
