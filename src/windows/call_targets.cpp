// The bitmap of Control Flow Guard.
#include "../backend.hpp"
#include "late_functions.hpp"
#include "os.hpp"
#include "probes.hpp"

#include <algorithm>

namespace mmapkit::backend {

// The system wants a list that it can write into: made in parts, so that no memory is needed.
void set_valid_call_targets(void* addr, std::size_t length, std::span<const call_target> targets,
                            std::error_code& error) noexcept {
  if (late().set_process_valid_call_targets == nullptr || !guards_control_flow()) {
    error = refusal(std::errc::function_not_supported);
    return;
  }
  std::array<CFG_CALL_TARGET_INFO, 64> list{};
  while (!targets.empty()) {
    const auto some = targets.first(std::min(targets.size(), list.size()));
    std::transform(some.begin(), some.end(), list.begin(), [](const call_target& target) {
      return CFG_CALL_TARGET_INFO{target.offset, target.valid ? ULONG_PTR{CFG_CALL_TARGET_VALID} : ULONG_PTR{0}};
    });
    if (!os::call("set_process_valid_call_targets", late().set_process_valid_call_targets, GetCurrentProcess(), addr,
                  length, static_cast<ULONG>(some.size()), list.data())) {
      error = last_error();
      return;
    }
    targets = targets.subspan(some.size());
  }
}

}  // namespace mmapkit::backend
