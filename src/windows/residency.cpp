// Which pages are in the working set, and on which NUMA node.
#include "../backend.hpp"
#include "memory_query.hpp"
#include "os.hpp"

#include <algorithm>
#include <array>

namespace mmapkit::backend {
namespace {

constexpr unsigned char in_working_set = 1;

}  // namespace

void mincore(const void* addr, std::size_t length, unsigned char* pages, std::error_code& error) noexcept {
  if (!is_aligned(addr, page_size())) {
    error = refusal(std::errc::invalid_argument);
    return;
  }
  if (!is_mapped(addr, length)) {
    error = refusal(std::errc::not_enough_memory);
    return;
  }
  std::array<PSAPI_WORKING_SET_EX_INFORMATION, 256> states;  // NOLINT(cppcoreguidelines-pro-type-member-init): below
  const std::size_t count = (length + page_size() - 1) / page_size();
  for (std::size_t done = 0; done < count; done += states.size()) {
    const std::span some{states.data(), std::min(states.size(), count - done)};
    if (!query_pages(static_cast<const char*>(addr) + done * page_size(), some)) {
      error = last_error();
      return;
    }
    for (const auto& state : some) *pages++ = state.VirtualAttributes.Valid != 0 ? in_working_set : 0;
  }
}

page_state state_of(unsigned char page) noexcept {
  return (page & in_working_set) != 0 ? page_state::in_core : page_state{};
}

bool may_see_residency(const void*, native_handle) noexcept { return true; }

// Reading through ReadProcessMemory is an error and no fault where there is nothing; it would take a guard away.
unsigned node_of(const void* addr, std::error_code& error) noexcept {
  MEMORY_BASIC_INFORMATION region;
  if (!query(addr, region) || region.State != MEM_COMMIT || (region.Protect & (PAGE_GUARD | PAGE_NOACCESS)) != 0) {
    error = refusal(std::errc::bad_address);
    return 0;
  }
  for (int tries = 0; tries < 16; ++tries) {
    char byte = 0;
    SIZE_T count = 0;
    PSAPI_WORKING_SET_EX_INFORMATION page;
    if (!os::ReadProcessMemory(GetCurrentProcess(), addr, &byte, 1, &count) || !query_pages(addr, {&page, 1})) {
      error = last_error();
      return 0;
    }
    if (page.VirtualAttributes.Valid != 0) return static_cast<unsigned>(page.VirtualAttributes.Node);
  }
  error = refusal(std::errc::resource_unavailable_try_again);  // it leaves memory as fast as it comes
  return 0;
}

}  // namespace mmapkit::backend
