// Waiting and locking between processes.
#include <atomic>
#include <cerrno>
#include <chrono>
#include <mmapkit/calls/wait_on_address.hpp>
#include <mmapkit/interprocess_mutex.hpp>
#include <mmapkit/ring.hpp>
#include <optional>
#include <string>
#include <thread>

#include "trial.hpp"

using namespace mmapkit;
using namespace std::chrono_literals;
using sweep::answer;
using sweep::any_error;
using sweep::every_call;
using sweep::fault;
using sweep::the_error;
using sweep::trial;
using sweep::were_made;
using sweep::without;
using sweep::words_told;

namespace {

// Of one that nobody has used yet.
template <class Act>
void each_on_mutex(Act act, std::initializer_list<answer> answers = {}) {
  every_call(answers, [&](trial& one) {
    interprocess_mutex mutex;
    one.act([&] { act(mutex); });
    // Whatever has failed, the mutex is as good as before.
    std::error_code not_held;
    mutex.unlock(not_held);
    CHECK_FALSE(mutex.recover());
    mutex.unlock();
  });
}

}  // namespace

TEST_CASE("waiting for a word, and waking") {
  std::atomic<std::uint32_t> word{0};
  every_call([&](trial& one) { one.act([&] { static_cast<void>(wait_on_address(word, 0, 20us)); }); });
  every_call({{"futex", any_error, the_error}}, [&](trial& one) { one.act([&] { notify_one(word); }); });
  every_call({{"futex", any_error, the_error}}, [&](trial& one) { one.act([&] { notify_all(word); }); });
}

TEST_CASE("a mutex between processes") {
  if (support::thread_sanitizer) return;  // it has its own opinion of a mutex that is unlocked in vain
  each_on_mutex([](interprocess_mutex& mutex) { mutex.lock(); });
  each_on_mutex([](interprocess_mutex& mutex) { static_cast<void>(mutex.try_lock()); });
  // On a slow machine the time is over before the mutex is tried for the last time, which is then busy for everybody.
  each_on_mutex([](interprocess_mutex& mutex) { static_cast<void>(mutex.try_lock_for(20us)); },
                {{"pthread_mutex_trylock", EDEADLK}, {"pthread_mutex_trylock", ETIMEDOUT}});
  each_on_mutex([](interprocess_mutex& mutex) { static_cast<void>(mutex.recover()); });
  each_on_mutex([](interprocess_mutex& mutex) {
    mutex.lock();
    mutex.unlock();
  });
}

TEST_CASE("a ring makes no system call where nobody waits") {
  mapping memory{support::anonymous(ring<int>::bytes_for(8))};
  ring<int>::producer to{memory.writable_bytes()};
  ring<int>::consumer from{memory.writable_bytes()};
  trial one{fault{}};
  CHECK(one.act([&] {
    for (int i = 0; i < 100; ++i) to.push(i), static_cast<void>(from.pop());
    for (int i = 0; i < 100; ++i) to.try_push(i);
  }));
  CHECK(sweep::names_of_calls().empty());
  // And one where somebody does.
  reinterpret_cast<detail::ring_header*>(memory.data())->producer_waits = 1;
  CHECK(one.act([&] {
    for (int i = 0; i < 8; ++i) static_cast<void>(from.pop());
  }));
  CHECK(sweep::names_of_calls() == std::vector<std::string_view>{"futex"});
}

TEST_CASE("a ring is looked at again and again where the system does not let its side sleep for the word") {
  mapping memory{support::anonymous(ring<int>::bytes_for(8))};
  ring<int>::consumer from{memory.writable_bytes()};
  auto one = without("futex", EINVAL);
  std::optional<int> popped;
  CHECK(one.act([&] { popped = from.pop(50ms); }));
  CHECK_FALSE(popped);
  CHECK(were_made("futex"));
  std::atomic<bool> waits{false};
  std::thread other{[&] {
    ring<int>::producer to{memory.writable_bytes()};
    while (!waits) std::this_thread::yield();
    to.push(7);
  }};
  auto again = without("futex", EINVAL);
  CHECK(again.act([&] {
    waits = true;
    popped = from.pop(60s);
  }));
  other.join();
  CHECK(popped == 7);
}

TEST_CASE("a wait for a word that the system refuses says which word it was") {
  const std::atomic<std::uint32_t> word{0};
  const auto timed = words_told(without("futex", EINVAL), [&] { static_cast<void>(wait_on_address(word, 0, 1s)); });
  CHECK(timed.find("4 bytes at ") != std::string::npos);
  CHECK(words_told(without("futex", EINVAL), [&] { wait_on_address(word, 0); }) == timed);
  std::error_code error;
  bool changed = true;
  auto one = without("futex", EINVAL);
  one.act([&] { changed = wait_on_address(word, 0, 1s, error); });
  CHECK(error == std::errc::invalid_argument);
  CHECK_FALSE(changed);
}

TEST_CASE("a mutex that was abandoned, and cannot be given back, says so, and is still to be recovered") {
  if (support::thread_sanitizer) return;  // it has its own opinion of a thread that ends with a mutex
  interprocess_mutex mutex;
  std::thread{[&] { mutex.lock(); }}.join();
  auto one = without("pthread_mutex_unlock", EINVAL);
  std::error_code error;
  one.act([&] { mutex.lock(error); });
  CHECK(error == std::error_code{EINVAL, std::system_category()});
  CHECK(last_failure().starts_with("cannot unlock"));
  mutex.unlock();  // it is held, and can be given back by now
  mutex.lock(error);
  CHECK(error == std::errc::owner_dead);
  CHECK(mutex.recover());
  mutex.unlock();
  mutex.lock();
  mutex.unlock();
}
