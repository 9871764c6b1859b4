// The same signal, sent by a program and not by a fault.
#include <chrono>

#include "foreign.hpp"

using namespace mmapkit;

namespace foreign {

namespace {

template <class Send>
void require_arrival(int code, Send send) {
  const std::size_t before = seen.count;
  require(send() == 0, "a signal could not be sent");
  for (int i = 0; i < 1'000'000 && seen.count == before; ++i) std::this_thread::yield();
  require(seen.count == before + 1, "a signal was not seen exactly once");
  require(seen.code == code, "a signal was seen with another code");
}

#ifdef SI_TKILL
constexpr int to_a_thread = SI_TKILL;
#else
constexpr int to_a_thread = SI_USER;
#endif

void send_each_way([[maybe_unused]] int value) {
  require_arrival(SI_USER, [] { return ::kill(::getpid(), fault_signal); });
  require_arrival(to_a_thread, [] { return ::raise(fault_signal); });
  require_arrival(to_a_thread, [] { return ::pthread_kill(::pthread_self(), fault_signal); });
#if PROOF_HAS_SIGQUEUE
  require_arrival(SI_QUEUE, [=] {
    sigval with{};
    with.sival_int = value;
    return ::sigqueue(::getpid(), fault_signal, with);
  });
  require(seen.value == value, "a signal was seen with another value");
#endif
}

}  // namespace

void sent_signals(std::size_t count) {
  install(take_note);
  const whole_file whole;
  for (std::size_t i = 0; i < count; ++i)
    i % 2 == 0 ? send_each_way(static_cast<int>(i))
               : guarded(whole.memory(), [&] { send_each_way(static_cast<int>(i)); });
}

// A call that a signal interrupts goes on where the handler was set with SA_RESTART.
void interrupted_calls() {
  install(take_note, SA_RESTART);
  const whole_file whole;
  std::array<int, 2> pipe{};
  require(::pipe(pipe.data()) == 0, "no pipe");
  std::atomic<int> result{-2};
  std::thread waiting{[&] {
    char byte = 0;
    result = static_cast<int>(::read(pipe[0], &byte, 1));
  }};
  std::this_thread::sleep_for(std::chrono::milliseconds{50});
  require_arrival(to_a_thread, [&] { return ::pthread_kill(waiting.native_handle(), fault_signal); });
  std::this_thread::sleep_for(std::chrono::milliseconds{50});
  const bool went_on = result == -2;
  require(::write(pipe[1], "x", 1) == 1, "the pipe takes nothing");
  waiting.join();
  require(went_on && result == 1, "SA_RESTART was not kept");
}

}  // namespace foreign
