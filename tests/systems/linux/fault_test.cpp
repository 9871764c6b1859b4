// Faults that are no guard's business, in a process of its own: what handled them before is found out once in a
// process.
#include <pthread.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <functional>

#include "../../support/child.hpp"
#include "../../support/fault_signal.hpp"

using namespace mmapkit;
using support::scratch;

namespace {

std::array<std::byte, 65536> stack_for_signals;
const void* address_of_fault = nullptr;

enum told : int { has_come = 1, on_its_stack = 2, with_its_mask = 4, with_the_address = 8 };

void older_handler(int /*signal*/, siginfo_t* info, void* /*context*/) {
  int told = has_come;
  const auto* const here = reinterpret_cast<const std::byte*>(&told);
  const std::less<> before;
  if (!before(here, stack_for_signals.data()) && before(here, stack_for_signals.data() + stack_for_signals.size()))
    told |= on_its_stack;
  sigset_t mask;
  ::pthread_sigmask(SIG_BLOCK, nullptr, &mask);
  if (sigismember(&mask, SIGUSR1) == 1 && sigismember(&mask, SIGBUS) == 1) told |= with_its_mask;
  if (info->si_addr == address_of_fault) told |= with_the_address;
  ::_exit(told);
}

void older_handler_of_many(int /*signal*/, siginfo_t* /*info*/, void* /*context*/) {
  sigset_t mask;
  ::pthread_sigmask(SIG_BLOCK, nullptr, &mask);
  ::_exit(sigismember(&mask, SIGBUS) == 0 ? has_come | with_its_mask : has_come);
}

// Reads what is no guard's from a guarded body, where `before` has been there first.
void fault_over(struct sigaction before) {
  ::sigaction(SIGBUS, &before, nullptr);
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(2 * page_size()));
  const mapping guarded_file{path};
  const mapping file{path};
  address_of_fault = support::told_address(file.data() + 5);
  std::filesystem::resize_file(path, 0);
  guarded(guarded_file, [&] { return *static_cast<const volatile std::byte*>(file.data() + 5); });
}

}  // namespace

TEST_CASE("alone: a handler from before guarded access" * doctest::skip()) {
  support::forget_handlers();
  stack_t stack{};
  stack.ss_sp = stack_for_signals.data();
  stack.ss_size = stack_for_signals.size();
  ::sigaltstack(&stack, nullptr);
  struct sigaction before {};
  before.sa_flags = SA_SIGINFO | SA_ONSTACK;
  before.sa_sigaction = older_handler;
  sigaddset(&before.sa_mask, SIGUSR1);
  fault_over(before);
}

TEST_CASE("a fault in other memory goes to the handler from before, on its stack and with its signal mask") {
  if (support::emulated) return;
  const auto end = support::alone("alone: a handler from before guarded access");
  CHECK(end.signal == 0);
  CHECK(end.code == (has_come | on_its_stack | with_its_mask | with_the_address));
}

TEST_CASE("alone: a handler from before that takes a second signal meanwhile" * doctest::skip()) {
  support::forget_handlers();
  struct sigaction before {};
  before.sa_flags = SA_SIGINFO | SA_NODEFER;
  before.sa_sigaction = older_handler_of_many;
  fault_over(before);
}

TEST_CASE("a handler from before that did not ask for its signal to be blocked can answer the next") {
  if (support::emulated || support::handlers_run_blocked) return;
  const auto end = support::alone("alone: a handler from before that takes a second signal meanwhile");
  CHECK(end.signal == 0);
  CHECK(end.code == (has_come | with_its_mask));
}

TEST_CASE("alone: the default before guarded access" * doctest::skip()) {
  support::forget_handlers();
  struct sigaction before {};
  before.sa_handler = SIG_DFL;
  fault_over(before);
}

TEST_CASE("alone: the signal ignored before guarded access" * doctest::skip()) {
  struct sigaction before {};
  before.sa_handler = SIG_IGN;
  fault_over(before);
}

TEST_CASE("without a handler before, a fault in other memory ends the process as it would have") {
  if (support::emulated) return;
  CHECK(support::alone("alone: the default before guarded access").signal == SIGBUS);
  CHECK(support::alone("alone: the signal ignored before guarded access").signal == SIGBUS);
}

TEST_CASE("alone: the signal before and after the first guarded access" * doctest::skip()) {
  support::forget_handlers();
  const scratch folder;
  mapping file{folder.file("data.bin", support::pattern(page_size())), support::shared_writable()};
  file.sync(durability::all);
  struct sigaction now {};
  ::sigaction(SIGBUS, nullptr, &now);
  int told = now.sa_handler == SIG_DFL ? has_come : 0;
  guarded(file, [] {});
  ::sigaction(SIGBUS, nullptr, &now);
  if (now.sa_handler != SIG_DFL) told |= with_its_mask;
  ::_exit(told);
}

TEST_CASE("nothing is installed before the first guarded access") {
  if (support::emulated) return;
  CHECK(support::alone("alone: the signal before and after the first guarded access").code ==
        (has_come | with_its_mask));
}

TEST_CASE("alone: a fault after guarded access" * doctest::skip()) {
  support::forget_handlers();
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(2 * page_size()));
  const mapping file{path};
  const auto* const first = reinterpret_cast<const volatile char*>(file.data());
  guarded(file, [&] { std::filesystem::resize_file(path, 0); });
  static_cast<void>(first[5]);  // nothing has come over what the guard left on the stack
}

TEST_CASE("a fault after the guarded body has ended ends the process") {
  if (support::emulated) return;
  CHECK(support::alone("alone: a fault after guarded access").signal == SIGBUS);
}
