// Between two threads here; tests/calls and tests/types have processes.
#include <atomic>
#include <chrono>
#include <mmapkit/calls/wait_on_address.hpp>
#include <mmapkit/interprocess_mutex.hpp>
#include <thread>

#include "../../support/interprocess_mutex.hpp"
#include "../proof.hpp"

using namespace mmapkit;
using namespace std::chrono_literals;
using support::is_held;

namespace {

// Wakes by that call until the one who waits for a new value is there.
template <class Notify>
bool wakes(Notify notify) {
  std::atomic<std::uint32_t> word{0};
  bool changed = false;
  std::thread waiting{[&] { changed = wait_on_address(word, 0, 1min); }};
  std::this_thread::sleep_for(10ms);
  word = 1;
  const auto begin = std::chrono::steady_clock::now();
  notify(word);
  waiting.join();
  return changed && std::chrono::steady_clock::now() - begin < 50s;
}

}  // namespace

PROOF(call, wait_on_address) {
  const std::atomic<std::uint32_t> word{0};
  const auto begin = std::chrono::steady_clock::now();
  CHECK_FALSE(wait_on_address(word, 0, 20ms));
  CHECK(std::chrono::steady_clock::now() - begin >= 20ms);
}

PROOF(call, notify_one) {
  CHECK(wakes([](auto& word) { notify_one(word); }));
}

PROOF(call, notify_all) {
  CHECK(wakes([](auto& word) { notify_all(word); }));
}

PROOF(call, lock_mutex) {
  if (!support::has_mutexes()) return;
  interprocess_mutex mutex;
  mutex.lock();
  CHECK(is_held(mutex));
  mutex.unlock();
}

PROOF(call, unlock_mutex) {
  if (!support::has_mutexes()) return;
  interprocess_mutex mutex;
  mutex.lock();
  mutex.unlock();
  CHECK_FALSE(is_held(mutex));
}
