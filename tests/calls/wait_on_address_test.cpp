#include <atomic>
#include <chrono>
#include <ctime>
#include <mmapkit/calls/wait_on_address.hpp>
#include <thread>
#include <vector>

#include "../support/other_process.hpp"
#include "../support/support.hpp"

using namespace mmapkit;
using namespace std::chrono_literals;
using support::caught;
using support::other_process;
using support::process_body;

namespace {

struct two_words {
  std::atomic<std::uint32_t> waiting;
  std::atomic<std::uint32_t> word;
};

const process_body sleeper{"waits until the word changes", [](const std::string& name) {
                             auto memory = shared_memory::open(name);
                             auto& shared = memory.writable_object<two_words>(0);
                             ++shared.waiting;
                             wait_on_address(shared.word, 0);
                             return static_cast<int>(shared.word.load());
                           }};

std::string name_for_words() {
  static int count = 0;
  return "/mmapkit-wait-" + std::to_string(support::process_number()) + "-" + std::to_string(++count);
}

void until(const std::atomic<std::uint32_t>& word, std::uint32_t value) {
  while (word.load() != value) std::this_thread::sleep_for(1ms);
}

}  // namespace

TEST_CASE("waiting for a word is refused by name where it would not work between processes") {
  if (supported(call::wait_on_address)) return;
  const std::atomic<std::uint32_t> word{0};
  CHECK(caught([&] { wait_on_address(word, 0); }).code() == std::errc::operation_not_supported);
  CHECK(caught([&] { notify_one(word); }).operation() == "notify_one");
  CHECK(caught([&] { notify_all(word); }).code() == std::errc::operation_not_supported);
  CHECK_FALSE(supported(call::notify_one));
  CHECK_FALSE(supported(call::notify_all));
}

TEST_CASE("a word that has another value already is not waited for") {
  if (!supported(call::wait_on_address)) return;
  const std::atomic<std::uint32_t> word{1};
  wait_on_address(word, 0);
  CHECK(wait_on_address(word, 0, 0s));
  CHECK(wait_on_address(word, 0, 1h));
}

TEST_CASE("a wait ends with its time, and not before") {
  if (!supported(call::wait_on_address)) return;
  const std::atomic<std::uint32_t> word{0};
  const auto begin = std::chrono::steady_clock::now();
  CHECK_FALSE(wait_on_address(word, 0, 30ms));
  CHECK(std::chrono::steady_clock::now() - begin >= 30ms);
  CHECK_FALSE(wait_on_address(word, 0, 0s));
  CHECK_FALSE(wait_on_address(word, 0, -1h));
}

TEST_CASE("another process that waits is woken by a store and a notification") {
  if (!supported(call::wait_on_address)) return;
  const auto name = name_for_words();
  auto memory = shared_memory::create(name, sizeof(two_words));
  auto& shared = memory.writable_object<two_words>(0);
  other_process other{sleeper, name};
  until(shared.waiting, 1);
  std::this_thread::sleep_for(20ms);  // it sleeps by now, most likely
  shared.word = 9;
  notify_one(shared.word);
  CHECK(other.wait() == 9);
}

TEST_CASE("all that wait are woken together") {
  if (!supported(call::wait_on_address)) return;
  const auto name = name_for_words();
  auto memory = shared_memory::create(name, sizeof(two_words));
  auto& shared = memory.writable_object<two_words>(0);
  other_process one{sleeper, name};
  other_process another{sleeper, name};
  std::thread here{[&] {
    ++shared.waiting;
    wait_on_address(shared.word, 0);
  }};
  until(shared.waiting, 3);
  std::this_thread::sleep_for(20ms);
  shared.word = 5;
  notify_all(shared.word);
  CHECK(one.wait() == 5);
  CHECK(another.wait() == 5);
  here.join();
}

TEST_CASE("a notification without a new value ends no wait") {
  if (!supported(call::wait_on_address)) return;
  std::atomic<std::uint32_t> word{0};
  std::atomic<bool> over{false};
  std::thread here{[&] {
    wait_on_address(word, 0);
    over = true;
  }};
  for (int i = 0; i < 20; ++i) {
    notify_all(word);
    std::this_thread::sleep_for(1ms);
  }
  CHECK_FALSE(over);
  word = 1;
  notify_all(word);
  here.join();
  CHECK(over);
}

TEST_CASE("who waits sleeps meanwhile") {
  if (!supported(call::wait_on_address)) return;
  const std::atomic<std::uint32_t> word{0};
  const auto worked = std::clock();
  CHECK_FALSE(wait_on_address(word, 0, 200ms));
  CHECK(std::clock() - worked < CLOCKS_PER_SEC / 10);
}
