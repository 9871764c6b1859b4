#include <optional>

#include <mmapkit/flags/process_control.hpp>

#include "backend/mappings.hpp"
#include "backend/native_value.hpp"
#include "backend/posix/errors.hpp"
#include "kernel.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

namespace {

// The arguments of prctl, the option first.
struct prctl_arguments {
  int option;
  unsigned long second;
  unsigned long third;
};

constexpr unsigned long mdwe_refuse_exec_gain = 1;
constexpr unsigned long mdwe_no_inherit = 2;
constexpr unsigned long thp_except_advised = 2;

prctl_arguments arguments_of(process_control rule) noexcept {
  switch (rule) {
    case process_control::refuse_exec_gain: return {PR_SET_MDWE, mdwe_refuse_exec_gain, 0};
    case process_control::refuse_exec_gain_no_inherit: return {PR_SET_MDWE, mdwe_refuse_exec_gain | mdwe_no_inherit, 0};
    case process_control::thp_disable: return {PR_SET_THP_DISABLE, 1, 0};
    case process_control::thp_except_advised: return {PR_SET_THP_DISABLE, 1, thp_except_advised};
    case process_control::thp_enable: return {PR_SET_THP_DISABLE, 0, 0};
    case process_control::merge_all: return {PR_SET_MEMORY_MERGE, 1, 0};
    case process_control::merge_advised: return {PR_SET_MEMORY_MERGE, 0, 0};
    case process_control::memory_failure_early: return {PR_MCE_KILL, PR_MCE_KILL_SET, PR_MCE_KILL_EARLY};
    case process_control::memory_failure_late: return {PR_MCE_KILL, PR_MCE_KILL_SET, PR_MCE_KILL_LATE};
    case process_control::memory_failure_default: return {PR_MCE_KILL, PR_MCE_KILL_SET, PR_MCE_KILL_DEFAULT};
  }
  return {};
}

}  // namespace

std::optional<std::uint32_t> native_value(process_control rule) noexcept {
  return static_cast<std::uint32_t>(arguments_of(rule).option);
}

// The getter of an option says whether the kernel has it.
bool available(process_control rule) noexcept {
  switch (rule) {
    case process_control::refuse_exec_gain: return kernel_is_at_least(6, 3);
    case process_control::refuse_exec_gain_no_inherit: return kernel_is_at_least(6, 6);
    case process_control::thp_except_advised: return kernel_is_at_least(6, 18);
    case process_control::merge_all:
    case process_control::merge_advised: return os::prctl(PR_SET_MEMORY_MERGE + 1, 0UL, 0UL, 0UL, 0UL) >= 0;
    default: return true;
  }
}

void set_process_control(process_control rule, std::error_code& error) noexcept {
  const auto [option, second, third] = arguments_of(rule);
  if (os::prctl(option, second, third, 0UL, 0UL) != 0) error = last_error();
}

void name_region(void* addr, std::size_t length, const char* name, std::error_code& error) noexcept {
  const char* const given = *name == '\0' ? nullptr : name;
  if (os::prctl(PR_SET_VMA, static_cast<unsigned long>(PR_SET_VMA_ANON_NAME), addr, length, given) != 0)
    error = last_error();
}

}  // namespace mmapkit::backend
