#include <optional>

#include <mmapkit/flags/page_state.hpp>

#include "backend/native_value.hpp"
#include "backend/pages.hpp"
#include "working_set.hpp"

namespace mmapkit::backend {

// The bits of the bytes that mincore fills.
std::optional<std::uint32_t> native_value(page_state flag) noexcept {
  switch (flag) {
    case page_state::in_core: return 1;
    case page_state::referenced:
    case page_state::modified:
    case page_state::referenced_other:
    case page_state::modified_other:
    case page_state::paged_out:
    case page_state::copied:
    case page_state::anonymous:
    case page_state::super: return std::nullopt;
  }
  return std::nullopt;
}

bool available(page_state flag) noexcept { return native_value(flag).has_value(); }

page_state state_of(unsigned char page) noexcept {
  return (page & in_working_set) != 0 ? page_state::in_core : page_state{};
}

bool may_see_residency(const void*, native_handle) noexcept { return true; }

}  // namespace mmapkit::backend
