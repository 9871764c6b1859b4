#include <algorithm>
#include <array>
#include <span>

#include "api.hpp"
#include "backend/page_math.hpp"
#include "backend/pages.hpp"
#include "backend/system.hpp"
#include "memory_query.hpp"
#include "working_set.hpp"

namespace mmapkit::backend {

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
  const std::size_t count = whole_pages(length);
  for (std::size_t done = 0; done < count; done += states.size()) {
    const std::span some{states.data(), std::min(states.size(), count - done)};
    if (!query_pages(static_cast<const char*>(addr) + done * page_size(), some)) {
      error = last_error();
      return;
    }
    for (const auto& state : some) *pages++ = state.VirtualAttributes.Valid != 0 ? in_working_set : 0;
  }
}

}  // namespace mmapkit::backend
