// Handlers as they were set: what each flag of sigaction promises them holds.
#include <vector>

#include "foreign.hpp"

using namespace mmapkit;

namespace foreign {

void plain_handler() {
  static std::atomic<const std::byte*> expected{nullptr};
  static std::atomic<int> number{0};
  install_plain([](int signal) {
    number = signal;
    ++seen.count;
    repair(expected);
  });
  const whole_file whole;
  cut_file file{2};
  for (std::size_t page = 0; page < 2; ++page) {
    expected = file.page(page);
    page == 0 ? touch(expected) : guarded(whole.memory(), [] { touch(expected); });
    require(seen.count == page + 1, "a handler with one argument was not called once");
    require(number == fault_signal, "a handler with one argument was given another number");
  }
}

void handler_with_own_stack() {
  static std::vector<std::byte> stack(std::size_t{1} << 16);
  stack_t its{};
  its.ss_sp = stack.data();
  its.ss_size = stack.size();
  require(::sigaltstack(&its, nullptr) == 0, "no stack of its own for the handler");
  static std::atomic<bool> is_there{false};
  install(
      [](int signal, siginfo_t* info, void* context) {
        stack_t now{};
        ::sigaltstack(nullptr, &now);
        is_there = (now.ss_flags & SS_ONSTACK) != 0;
        take_note_and_repair(signal, info, context);
      },
      SA_ONSTACK);
  const whole_file whole;
  cut_file file{1};
  require_seen_once(file.page(0), [&] { touch(file.page(0)); });
  require(is_there, "SA_ONSTACK was not kept");
}

namespace {

std::atomic<bool> blocks_itself{false};
std::atomic<bool> blocks_other{false};
std::atomic<bool> blocks_more{false};

void note_mask(int signal, siginfo_t* info, void* context) {
  blocks_itself = is_blocked(fault_signal);
  blocks_other = is_blocked(SIGUSR1);
  blocks_more = is_blocked(SIGUSR2);
  take_note_and_repair(signal, info, context);
}

}  // namespace

void handler_that_blocks() {
  install(note_mask, 0, {SIGUSR1});
  const whole_file whole;
  cut_file file{1};
  require_seen_once(file.page(0), [&] { touch(file.page(0)); });
  require(blocks_itself, "the signal was not blocked in its handler");
  require(blocks_other, "sa_mask was not kept");
  require(!blocks_more, "a signal was blocked that nobody had named");
  require(!is_blocked(fault_signal) && !is_blocked(SIGUSR1), "the handler's mask stays after it");
}

// It faults itself.
void handler_without_blocking() {
  static cut_file* other = nullptr;
  cut_file file{1};
  cut_file inner{1};
  other = &inner;
  install(
      [](int signal, siginfo_t* info, void* context) {
        blocks_itself = is_blocked(fault_signal);
        take_note_and_repair(signal, info, context);
        if (info->si_addr != other->page(0)) touch(other->page(0));
      },
      SA_NODEFER);
  const whole_file whole;
  touch(file.page(0));
  require(seen.count == 2, "a fault within the handler was not seen");
  require(!blocks_itself, "SA_NODEFER was not kept");
}

// The second fault ends the process.
void handler_that_goes_after_one() {
  install(take_note_and_repair, static_cast<int>(SA_RESETHAND));
  const whole_file whole;
  cut_file file{2};
  require_seen_once(file.page(0), [&] { touch(file.page(0)); });
  touch(file.page(1));
  throw std::runtime_error{"SA_RESETHAND was not kept"};
}

}  // namespace foreign
