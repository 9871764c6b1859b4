// The rules of a process, set in children: some cannot be taken back.
#include <sys/prctl.h>

#include "../../support/child.hpp"
#include "memory.hpp"

using namespace mmapkit;
using support::told_by_child;
using truth::island;

namespace {

// <linux/prctl.h>, since Linux 6.3 and 6.4.
constexpr int get_mdwe = 66;
constexpr int get_memory_merge = 68;

int ask(int option) { return ::prctl(option, 0UL, 0UL, 0UL, 0UL); }

// What the kernel's getter says after the rules, one after the other, in a process of its own.
std::string after(std::initializer_list<process_control> rules, int getter) {
  return told_by_child([&] {
    for (const auto rule : rules) set_process_control(rule);
    return std::to_string(ask(getter));
  });
}

std::string gains_exec() {
  const island memory{page_size()};
  std::error_code error;
  mprotect(memory.data(), memory.size(), protection_flag::read | protection_flag::exec, error);
  return error ? "denied" : "gained";
}

}  // namespace

PROOF(process_control, refuse_exec_gain) {
  CHECK(told_by_child(gains_exec) == "gained");
  CHECK(told_by_child([] {
          set_process_control(process_control::refuse_exec_gain);
          return gains_exec() + ", child " + told_by_child(gains_exec);
        }) == "denied, child denied");
  CHECK(after({process_control::refuse_exec_gain}, get_mdwe) == "1");
}

PROOF(process_control, refuse_exec_gain_no_inherit) {
  CHECK(told_by_child([] {
          set_process_control(process_control::refuse_exec_gain_no_inherit);
          return gains_exec() + ", child " + told_by_child(gains_exec);
        }) == "denied, child gained");
  CHECK(after({process_control::refuse_exec_gain_no_inherit}, get_mdwe) == "3");
}

PROOF(process_control, thp_disable) { CHECK(after({process_control::thp_disable}, PR_GET_THP_DISABLE) == "1"); }

// Bit 1 of the answer: except where advised.
PROOF(process_control, thp_except_advised) {
  CHECK(after({process_control::thp_except_advised}, PR_GET_THP_DISABLE) == "3");
}

PROOF(process_control, thp_enable) {
  CHECK(after({process_control::thp_disable, process_control::thp_enable}, PR_GET_THP_DISABLE) == "0");
}

// The kernel walks all of the address space, a sanitizer's terabytes too.
PROOF(process_control, merge_all) {
  if (support::address_sanitizer || support::thread_sanitizer) return;
  CHECK(after({process_control::merge_all}, get_memory_merge) == "1");
  CHECK(told_by_child([] {
          set_process_control(process_control::merge_all);
          const island memory;
          return std::string{memory.entry().has_flag("mg") ? "mergeable" : "not mergeable"};
        }) == "mergeable");
}

PROOF(process_control, merge_advised) {
  if (support::address_sanitizer || support::thread_sanitizer) return;
  CHECK(after({process_control::merge_all, process_control::merge_advised}, get_memory_merge) == "0");
}

PROOF(process_control, memory_failure_early) {
  CHECK(after({process_control::memory_failure_early}, PR_MCE_KILL_GET) == std::to_string(PR_MCE_KILL_EARLY));
}

PROOF(process_control, memory_failure_late) {
  CHECK(after({process_control::memory_failure_late}, PR_MCE_KILL_GET) == std::to_string(PR_MCE_KILL_LATE));
}

PROOF(process_control, memory_failure_default) {
  CHECK(after({process_control::memory_failure_late, process_control::memory_failure_default}, PR_MCE_KILL_GET) ==
        std::to_string(PR_MCE_KILL_DEFAULT));
}

PROOF(call, set_process_control) {
  CHECK(after({process_control::thp_disable, process_control::thp_enable}, PR_GET_THP_DISABLE) == "0");
}

PROOF(call, name_region) {
  const island memory;
  name_region(memory.data(), memory.size(), "truth");
  CHECK(find_region(memory.data())->name == "[anon:truth]");
  name_region(memory.data(), memory.size(), "");
  CHECK(find_region(memory.data())->name.empty());
}

namespace {

// Gone with the object.
class shadow_stack {
 public:
  explicit shadow_stack(shadow_stack_flag flags) : addr_{map_shadow_stack(nullptr, size, flags)} {}
  ~shadow_stack() { mmapkit::munmap(addr_, size); }
  shadow_stack(const shadow_stack&) = delete;
  shadow_stack& operator=(const shadow_stack&) = delete;

  void* data() const { return addr_; }
  std::uint64_t word_from_top(std::size_t index) const {
    return static_cast<const std::uint64_t*>(addr_)[size / sizeof(std::uint64_t) - index];
  }

 private:
  static constexpr std::size_t size = 1 << 16;
  void* addr_;
};

// Not even the kernel stores there for the process.
void check_shadow_stack(shadow_stack_flag flags, bool has_word_at_top) {
  const shadow_stack stack{flags};
  CHECK(support::find_mapping(stack.data()).has_flag("ss"));
  CHECK(support::readable(stack.data()));
  CHECK_FALSE(support::writable(stack.data()));
  CHECK((stack.word_from_top(1) != 0 || stack.word_from_top(2) != 0) == has_word_at_top);
}

}  // namespace

PROOF(shadow_stack_flag, none) { check_shadow_stack(shadow_stack_flag::none, false); }
PROOF(shadow_stack_flag, set_token) { check_shadow_stack(shadow_stack_flag::set_token, true); }

// A mark alone is a word of zero above a token: both are asked for.
PROOF(shadow_stack_flag, set_marker) {
  const shadow_stack stack{shadow_stack_flag::set_token | shadow_stack_flag::set_marker};
  CHECK(stack.word_from_top(1) == 0);
  CHECK(stack.word_from_top(2) != 0);
}

PROOF(call, map_shadow_stack) { check_shadow_stack(shadow_stack_flag::none, false); }
