#include <atomic>
#include <chrono>
#include <mmapkit/interprocess_mutex.hpp>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

#include "../support/interprocess_mutex.hpp"
#include "../support/other_process.hpp"
#include "../support/support.hpp"

using namespace mmapkit;
using namespace std::chrono_literals;
using support::caught;
using support::is_held;
using support::other_process;
using support::process_body;

namespace {

struct guarded_count {
  interprocess_mutex mutex;
  std::atomic<std::uint32_t> step;
  std::uint64_t count;
};
static_assert(std::is_trivially_copyable_v<guarded_count>, "shared_memory::writable_object takes it");
static_assert(std::is_trivially_destructible_v<interprocess_mutex>);

guarded_count& count_in(shared_memory& memory) { return memory.writable_object<guarded_count>(0); }

// New memory, and its name for other processes.
class shared_count {
 public:
  guarded_count* operator->() { return &count_in(memory_); }
  const std::string& name() const { return name_; }

 private:
  static std::string new_name() {
    static int count = 0;
    return "/mmapkit-mutex-" + std::to_string(support::process_number()) + "-" + std::to_string(++count);
  }
  std::string name_ = new_name();
  shared_memory memory_ = shared_memory::create(name_, sizeof(guarded_count));
};

void wait_for_step(const guarded_count& shared, std::uint32_t step) {
  while (shared.step.load() != step) std::this_thread::sleep_for(1ms);
}

constexpr int additions = 4000;

// Slow enough to be disturbed.
void add(guarded_count& shared, int times = additions) {
  for (int i = 0; i < times; ++i) {
    const std::lock_guard alone{shared.mutex};
    const auto before = shared.count;
    if (i % 16 == 0) std::this_thread::yield();
    shared.count = before + 1;
  }
}

const process_body adder{"adds under the mutex", [](const std::string& name) {
                           auto memory = shared_memory::open(name);
                           add(count_in(memory));
                           return 0;
                         }};

const process_body holder{"holds the mutex until it is killed", [](const std::string& name) {
                            auto memory = shared_memory::open(name);
                            auto& shared = count_in(memory);
                            shared.mutex.lock();
                            shared.step = 1;
                            std::this_thread::sleep_for(1min);
                            return 0;
                          }};

const process_body mender{"recovers the mutex, and is killed", [](const std::string& name) {
                            auto memory = shared_memory::open(name);
                            auto& shared = count_in(memory);
                            const bool died = shared.mutex.recover();
                            shared.step = died ? 2 : 3;
                            std::this_thread::sleep_for(1min);
                            return 0;
                          }};

const process_body waiter{"waits for the mutex, and tells what it got", [](const std::string& name) {
                            auto memory = shared_memory::open(name);
                            auto& shared = count_in(memory);
                            wait_for_step(shared, 1);
                            shared.step = 2;
                            std::error_code error;
                            shared.mutex.lock(error);
                            return error == std::errc::owner_dead ? 7 : 8;
                          }};

// Leaves the mutex behind as a process that was killed while it held it.
void let_owner_die(shared_count& shared) {
  other_process owner{holder, shared.name()};
  wait_for_step(*shared.operator->(), 1);
  owner.kill();
}

// QEMU's user mode has no list of robust mutexes for its programs.
bool tells_of_death() { return supported(call::lock_mutex) && !support::emulated; }

}  // namespace

TEST_CASE("a mutex between processes is refused by name where the system has none that tells of its owner's end") {
  if (supported(call::lock_mutex)) return;
  interprocess_mutex mutex;
  CHECK(caught([&] { mutex.lock(); }).code() == std::errc::operation_not_supported);
  CHECK(caught([&] { static_cast<void>(mutex.try_lock()); }).operation() == "lock_mutex");
  CHECK(caught([&] { static_cast<void>(mutex.recover()); }).code() == std::errc::operation_not_supported);
  CHECK(caught([&] { mutex.unlock(); }).operation() == "unlock_mutex");
}

TEST_CASE("zeros are a mutex that nobody holds") {
  if (!support::has_mutexes()) return;
  shared_count shared;
  CHECK_FALSE(is_held(shared->mutex));
  shared->mutex.lock();
  CHECK(is_held(shared->mutex));
  shared->mutex.unlock();
  CHECK_FALSE(is_held(shared->mutex));
}

TEST_CASE("the locks of the standard library hold it") {
  if (!support::has_mutexes()) return;
  interprocess_mutex mutex;
  {
    const std::lock_guard alone{mutex};
    CHECK(is_held(mutex));
  }
  CHECK_FALSE(is_held(mutex));
  const std::unique_lock soon{mutex, 10s};
  CHECK(soon.owns_lock());
  CHECK(is_held(mutex));
}

TEST_CASE("nothing is lost of what two other processes and this one add under it") {
  if (!support::has_mutexes()) return;
  shared_count shared;
  other_process one{adder, shared.name()};
  other_process another{adder, shared.name()};
  add(*shared.operator->());
  CHECK(one.wait() == 0);
  CHECK(another.wait() == 0);
  CHECK(shared->count == 3 * additions);
}

TEST_CASE("threads that use new memory at once make one mutex of it") {
  if (!support::has_mutexes()) return;
  for (int round = 0; round < 50; ++round) {
    guarded_count shared{};
    std::atomic<int> ready{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
      threads.emplace_back([&] {
        ++ready;
        while (ready.load() != 3) std::this_thread::yield();
        add(shared, 20);
      });
    for (auto& thread : threads) thread.join();
    REQUIRE(shared.count == 60);
  }
}

TEST_CASE("a mutex whose owner was killed says so to everybody until it is recovered") {
  if (!tells_of_death()) return;
  shared_count shared;
  let_owner_die(shared);
  for (int i = 0; i < 2; ++i) {
    const auto error = caught([&] { shared->mutex.lock(); });
    CHECK(error.code() == std::errc::owner_dead);
    CHECK(std::string_view{error.what()}.find("nobody has called recover()") != std::string_view::npos);
    CHECK(caught([&] { static_cast<void>(shared->mutex.try_lock()); }).code() == std::errc::owner_dead);
    CHECK(caught([&] { static_cast<void>(shared->mutex.try_lock_for(1s)); }).code() == std::errc::owner_dead);
  }
  CHECK(shared->mutex.recover());
  CHECK(is_held(shared->mutex));
  shared->mutex.unlock();
  CHECK_FALSE(is_held(shared->mutex));
  CHECK_FALSE(shared->mutex.recover());
  CHECK(is_held(shared->mutex));
  shared->mutex.unlock();
}

TEST_CASE("who waits for the mutex is told when its owner is killed") {
  if (!tells_of_death()) return;
  shared_count shared;
  other_process owner{holder, shared.name()};
  wait_for_step(*shared.operator->(), 1);
  other_process other{waiter, shared.name()};
  wait_for_step(*shared.operator->(), 2);
  std::this_thread::sleep_for(20ms);  // it waits by now, most likely
  owner.kill();
  CHECK(other.wait() == 7);
}

TEST_CASE("where the one who recovers is killed too, the next one learns of it") {
  if (!tells_of_death()) return;
  shared_count shared;
  let_owner_die(shared);
  other_process second{mender, shared.name()};
  wait_for_step(*shared.operator->(), 2);
  second.kill();
  CHECK(caught([&] { shared->mutex.lock(); }).code() == std::errc::owner_dead);
  CHECK(shared->mutex.recover());
  shared->mutex.unlock();
}

TEST_CASE("a thread that ends while it holds the mutex counts as dead") {
  if (!tells_of_death() || support::thread_sanitizer) return;
  interprocess_mutex mutex;
  std::thread{[&] { mutex.lock(); }}.join();
  CHECK(caught([&] { mutex.lock(); }).code() == std::errc::owner_dead);
  CHECK(mutex.recover());
  mutex.unlock();
}

TEST_CASE("the thread that holds the mutex does not wait for itself") {
  if (!support::has_mutexes() || support::thread_sanitizer) return;
  interprocess_mutex mutex;
  mutex.lock();
  CHECK(caught([&] { mutex.lock(); }).code() == std::errc::resource_deadlock_would_occur);
  CHECK(caught([&] { static_cast<void>(mutex.try_lock_for(1h)); }).code() == std::errc::resource_deadlock_would_occur);
  CHECK(caught([&] { static_cast<void>(mutex.recover()); }).code() == std::errc::resource_deadlock_would_occur);
  CHECK_FALSE(mutex.try_lock());
  CHECK(is_held(mutex));
  mutex.unlock();
  CHECK_FALSE(is_held(mutex));
}

TEST_CASE("only the thread that holds the mutex unlocks it") {
  if (!support::has_mutexes() || support::thread_sanitizer) return;
  interprocess_mutex mutex;
  CHECK(caught([&] { mutex.unlock(); }).code() == std::errc::operation_not_permitted);
  mutex.lock();
  std::error_code error;
  std::thread{[&] { mutex.unlock(error); }}.join();
  CHECK(error == std::errc::operation_not_permitted);
  CHECK(is_held(mutex));
  mutex.unlock();
  CHECK(caught([&] { mutex.unlock(); }).code() == std::errc::operation_not_permitted);
}

TEST_CASE("a wait for the mutex ends with its time, and not before") {
  if (!support::has_mutexes()) return;
  shared_count shared;
  other_process owner{holder, shared.name()};
  wait_for_step(*shared.operator->(), 1);
  const auto begin = std::chrono::steady_clock::now();
  CHECK_FALSE(shared->mutex.try_lock_for(30ms));
  CHECK(std::chrono::steady_clock::now() - begin >= 30ms);
  CHECK_FALSE(shared->mutex.try_lock_for(-1s));
  owner.kill();
}

TEST_CASE("the forms with an error_code do the same, and report") {
  if (!support::has_mutexes() || support::thread_sanitizer) return;
  interprocess_mutex mutex;
  std::error_code error = std::make_error_code(std::errc::io_error);
  mutex.lock(error);
  CHECK_FALSE(error);
  CHECK(is_held(mutex));
  CHECK_FALSE(mutex.try_lock_for(1s, error));
  CHECK(error == std::errc::resource_deadlock_would_occur);
  mutex.unlock(error);
  CHECK_FALSE(error);
  CHECK(mutex.try_lock(error));
  mutex.unlock(error);
  mutex.unlock(error);
  CHECK(error == std::errc::operation_not_permitted);
  CHECK_FALSE(mutex.recover(error));
  CHECK_FALSE(error);
  mutex.unlock();
}
