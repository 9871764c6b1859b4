// prctl(2), and stacks for return addresses.
#include "../bits.hpp"
#include "kernel.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

namespace {

// The arguments of prctl, the option first.
struct switch_arguments {
  int option;
  unsigned long second;
  unsigned long third;
};

constexpr unsigned long mdwe_refuse_exec_gain = 1;
constexpr unsigned long mdwe_no_inherit = 2;
constexpr unsigned long thp_except_advised = 2;

switch_arguments arguments_of(process_rule rule) noexcept {
  switch (rule) {
    case process_rule::deny_exec_gain: return {PR_SET_MDWE, mdwe_refuse_exec_gain, 0};
    case process_rule::deny_exec_gain_here: return {PR_SET_MDWE, mdwe_refuse_exec_gain | mdwe_no_inherit, 0};
    case process_rule::thp_disable: return {PR_SET_THP_DISABLE, 1, 0};
    case process_rule::thp_except_advised: return {PR_SET_THP_DISABLE, 1, thp_except_advised};
    case process_rule::thp_enable: return {PR_SET_THP_DISABLE, 0, 0};
    case process_rule::merge_all: return {PR_SET_MEMORY_MERGE, 1, 0};
    case process_rule::merge_advised: return {PR_SET_MEMORY_MERGE, 0, 0};
    case process_rule::memory_failure_early: return {PR_MCE_KILL, PR_MCE_KILL_SET, PR_MCE_KILL_EARLY};
    case process_rule::memory_failure_late: return {PR_MCE_KILL, PR_MCE_KILL_SET, PR_MCE_KILL_LATE};
    case process_rule::memory_failure_default: return {PR_MCE_KILL, PR_MCE_KILL_SET, PR_MCE_KILL_DEFAULT};
  }
  return {};
}

}  // namespace

std::optional<std::uint32_t> native_value(process_rule rule) noexcept {
  return static_cast<std::uint32_t>(arguments_of(rule).option);
}

// The getters of a switch tell whether the kernel has it, and change nothing.
bool available(process_rule rule) noexcept {
  switch (rule) {
    case process_rule::deny_exec_gain: return kernel_is_at_least(6, 3);
    case process_rule::deny_exec_gain_here: return kernel_is_at_least(6, 6);
    case process_rule::thp_except_advised: return kernel_is_at_least(6, 18);
    case process_rule::merge_all:
    case process_rule::merge_advised: return os::prctl(PR_SET_MEMORY_MERGE + 1, 0UL, 0UL, 0UL, 0UL) >= 0;
    default: return true;
  }
}

void set_process_rule(process_rule rule, std::error_code& error) noexcept {
  const auto [option, second, third] = arguments_of(rule);
  if (os::prctl(option, second, third, 0UL, 0UL) != 0) error = last_error();
}

void name_region(void* addr, std::size_t length, const char* name, std::error_code& error) noexcept {
  const char* const given = *name == '\0' ? nullptr : name;
  if (os::prctl(PR_SET_VMA, static_cast<unsigned long>(PR_SET_VMA_ANON_NAME), addr, length, given) != 0)
    error = last_error();
}

std::optional<std::uint32_t> native_value(shadow_stack_flag flag) noexcept {
  switch (flag) {
    case shadow_stack_flag::none: return 0;
    case shadow_stack_flag::set_token: return 1;
    case shadow_stack_flag::set_marker: return 2;
  }
  return std::nullopt;
}

bool available(shadow_stack_flag flag) noexcept {
#ifndef __aarch64__
  if (flag == shadow_stack_flag::set_marker) return false;
#endif
  static_cast<void>(flag);
  return available(call::map_shadow_stack);
}

void* map_shadow_stack(void* addr, std::size_t length, shadow_stack_flag flags, std::error_code& error) noexcept {
  const long stack = call_kernel(error, SYS_map_shadow_stack, addr, length, native_set(flags));
  return error ? nullptr : reinterpret_cast<void*>(stack);
}

}  // namespace mmapkit::backend
