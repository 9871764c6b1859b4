// What is none of the library's business arrives where it would have arrived without it:
//
//     foreign FAULTS
#include "foreign.hpp"

#include <sys/resource.h>

#include <iostream>

using namespace mmapkit;
using support::fault_signal;

namespace {

int failures = 0;

// As a process starts: no handlers of a sanitizer, and no file of a dead one's memory.
int status_of(const std::function<void()>& body) {
  return proof::status_of([&] {
    std::signal(fault_signal, SIG_DFL);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    body();
    return 0;
  });
}

void expect_end(const char* what, const std::function<void()>& body) {
  const int status = status_of(body);
  if (status == 0) return;
  ++failures;
  std::cout << "foreign: " << what << ": failed, wait status " << status << std::endl;
}

void expect_death(const char* what, const std::function<void()>& body) {
  const int status = status_of(body);
  if (WIFSIGNALED(status) && WTERMSIG(status) == fault_signal) return;
  ++failures;
  std::cout << "foreign: " << what << ": another death, wait status " << status << std::endl;
}

// Without a handler before; what is sent can be ignored, a fault cannot.
int deaths_without_handler() {
  using namespace foreign;
  int deaths = 0;
  const auto dies = [&](const char* what, void (*before)(int), const std::function<void(const mapping&)>& act) {
    ++deaths;
    expect_death(what, [&] {
      std::signal(fault_signal, before);
      const whole_file whole;
      act(whole.memory());
    });
  };
  for (auto* const before : {SIG_DFL, SIG_IGN}) {
    dies("a fault outside of guards", before, [](const mapping&) { touch(cut_file{1}.page(0)); });
    dies("a fault beside a guard", before, [](const mapping& whole) {
      cut_file file{1};
      guarded(whole, [&] { touch(file.page(0)); });
    });
    dies("a fault on the other side of a copy", before, [](const mapping& whole) {
      cut_file file{1};
      guarded_copy({file.page(0), 1}, whole, 0);
    });
  }
  dies("a signal that was sent", SIG_DFL, [](const mapping&) { ::kill(::getpid(), fault_signal); });
  dies("a signal that was raised under guard", SIG_DFL,
       [](const mapping& whole) { guarded(whole, [] { std::raise(fault_signal); }); });
  expect_end("a signal that was sent and is ignored", [] {
    std::signal(fault_signal, SIG_IGN);
    const whole_file whole;
    std::raise(fault_signal);
    ::kill(::getpid(), fault_signal);
  });
  return deaths;
}

}  // namespace

int main(int argc, char** argv) try {
  using namespace foreign;
  const auto count = proof::count_in(argc, argv);
  const proof::temporary_folder folder;
  expect_end("faults outside of guards", [&] { faults_outside(count); });
  expect_end("faults beside guards", [&] { faults_beside_guards(count); });
  expect_end("faults in many threads", [&] { faults_in_many_threads(count); });
  expect_end("handlers that jump", [&] { handlers_that_jump(count); });
  expect_end("a jump out of a copy", jump_out_of_a_copy);
  expect_end("a handler with one argument", plain_handler);
  expect_end("a handler with a stack of its own", handler_with_own_stack);
  if (!handlers_run_blocked) {
    expect_end("a handler that blocks signals", handler_that_blocks);
    expect_end("a handler with SA_NODEFER", handler_without_blocking);
  }
  expect_end("signals that were sent", [&] { sent_signals(count); });
  if (PROOF_IS_EMULATED)
    std::cout << "foreign: QEMU interrupts calls whatever the handler's flags are: not tried\n";
  else
    expect_end("calls that were interrupted", interrupted_calls);
  expect_death("a second fault after SA_RESETHAND", handler_that_goes_after_one);
  const int deaths = deaths_without_handler() + 1;
  std::cout << "foreign: " << count << " faults outside of guards, " << count << " beside guards, " << count
            << " in many threads, " << count << " handlers that jump, " << count << " signals sent each way, " << deaths
            << " deaths as they would have been: " << failures << " failures" << std::endl;
  return failures == 0 ? 0 : 1;
} catch (const std::exception& error) {
  std::cerr << "foreign: " << error.what() << '\n';
  return 1;
}
