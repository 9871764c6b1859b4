#include <mmapkit/calls/call_targets.hpp>

#include "backend/virtual_memory.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"

namespace mmapkit {

namespace {

failure set_targets(void* addr, std::size_t length, std::span<const call_target> targets) noexcept {
  constexpr auto what = operation::set_valid_call_targets;
  failure why;
  if (!check_call(what, why)) return why;
  backend::set_valid_call_targets(addr, length, targets, why.code);
  why.attribute_to(what);
  return why;
}

}  // namespace

void set_valid_call_targets(void* addr, std::size_t length, std::span<const call_target> targets) {
  if (const auto why = set_targets(addr, length, targets)) raise(why, describe(addr, length));
}

void set_valid_call_targets(void* addr, std::size_t length, std::span<const call_target> targets,
                            std::error_code& error) noexcept {
  report(set_targets(addr, length, targets), error);
}

}  // namespace mmapkit
