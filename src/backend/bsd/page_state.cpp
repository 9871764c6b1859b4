#include <optional>

#include <mmapkit/flags/page_state.hpp>

#include "backend/native_value.hpp"
#include "backend/pages.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(page_state state) noexcept {
  switch (state) {
    case page_state::in_core: return values::in_core;
    case page_state::referenced: return values::referenced;
    case page_state::modified: return values::modified;
    case page_state::referenced_other: return values::referenced_other;
    case page_state::modified_other: return values::modified_other;
    case page_state::paged_out: return values::paged_out;
    case page_state::copied: return values::copied;
    case page_state::anonymous: return values::page_anonymous;
    case page_state::super: return values::super;
  }
  return std::nullopt;
}

bool available(page_state state) noexcept { return native_value(state).has_value(); }

// super has two bits on FreeBSD, for the size of the large page.
page_state state_of(unsigned char page) noexcept {
  page_state states{};
  for (const auto& row : rows<page_state>)
    if ((page & native_value(row.flag).value_or(0)) != 0) states |= row.flag;
  return states;
}

// These systems hide nothing as resident: FreeBSD reports what this process has mapped (vm.mincore_mapped), the others
// what is in memory.
bool may_see_residency(const void* /*addr*/, native_handle /*file*/) noexcept { return true; }

}  // namespace mmapkit::backend
