#include <optional>

#include <mmapkit/flags/call.hpp>
#include <mmapkit/flags/shadow_stack_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/mappings.hpp"
#include "backend/native_value.hpp"
#include "kernel.hpp"
#include "values.hpp"

namespace mmapkit::backend {

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
