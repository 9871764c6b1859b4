// Control Flow Guard.
#include "backend/system.hpp"
#include "backend/virtual_memory.hpp"
#include "dynamic_functions.hpp"
#include "os.hpp"
#include "probes.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace mmapkit::backend {

// The system writes into its list, so the targets are copied, in parts.
void set_valid_call_targets(void* addr, std::size_t length, std::span<const call_target> targets,
                            std::error_code& error) noexcept {
  if (dynamic().set_process_valid_call_targets == nullptr || !has_control_flow_guard()) {
    error = refusal(std::errc::function_not_supported);
    return;
  }
  std::array<CFG_CALL_TARGET_INFO, 64> list{};
  while (!targets.empty()) {
    const auto some = targets.first(std::min(targets.size(), list.size()));
    std::transform(some.begin(), some.end(), list.begin(), [](const call_target& target) {
      return CFG_CALL_TARGET_INFO{target.offset, target.valid ? ULONG_PTR{CFG_CALL_TARGET_VALID} : ULONG_PTR{0}};
    });
    if (!os::call("set_process_valid_call_targets", dynamic().set_process_valid_call_targets, GetCurrentProcess(), addr,
                  length, static_cast<ULONG>(some.size()), list.data())) {
      error = last_error();
      return;
    }
    targets = targets.subspan(some.size());
  }
}

}  // namespace mmapkit::backend
