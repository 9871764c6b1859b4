#include <pthread.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <mmapkit/calls/wait_on_address.hpp>
#include <thread>

#include "../../support/support.hpp"

using namespace mmapkit;
using namespace std::chrono_literals;

TEST_CASE("a signal does not end a wait") {
  if (!supported(call::wait_on_address)) return;
  static std::atomic<int> handled;
  handled = 0;
  struct sigaction handler {};
  struct sigaction before {};
  handler.sa_handler = [](int) { ++handled; };  // without SA_RESTART
  REQUIRE(::sigaction(SIGUSR1, &handler, &before) == 0);
  std::atomic<std::uint32_t> word{0};
  std::atomic<bool> over{false};
  std::error_code error;
  std::thread here{[&] {
    wait_on_address(word, 0, error);
    over = true;
  }};
  for (int i = 0; i < 5000 && handled < 10; ++i) {
    ::pthread_kill(here.native_handle(), SIGUSR1);
    std::this_thread::sleep_for(2ms);
  }
  CHECK(handled >= 10);
  CHECK_FALSE(over);
  word = 1;
  notify_one(word);
  here.join();
  CHECK_FALSE(error);
  ::sigaction(SIGUSR1, &before, nullptr);
}
