#include "absent.hpp"

namespace mmapkit::backend {

MMAPKIT_ABSENT(process_rule)
MMAPKIT_ABSENT(shadow_stack_flag)

void set_process_rule(process_rule, std::error_code& error) noexcept { refuse_absent(error); }

void name_region(void*, std::size_t, const char*, std::error_code& error) noexcept { refuse_absent(error); }

void* map_shadow_stack(void*, std::size_t, shadow_stack_flag, std::error_code& error) noexcept {
  refuse_absent(error);
  return nullptr;
}

}  // namespace mmapkit::backend
