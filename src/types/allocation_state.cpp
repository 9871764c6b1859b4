// What memory of allocate has now.
#include <algorithm>

#include <mmapkit/allocation.hpp>

#include "allocation_access.hpp"
#include "backend/page_math.hpp"
#include "backend/system.hpp"
#include "calls/mincore.hpp"
#include "calls/region.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"

namespace mmapkit {

namespace {

// How many bytes of the range are in transparent huge pages.
std::size_t count_transparent(const std::byte* data, std::size_t length, failure& why) noexcept {
  if (is_available(call::scan_pages)) return calls::count_bytes_of(data, length, page_category::huge, why);
  if (!is_available(call::find_region_usage)) return 0;
  // The kernel may have merged the region with its neighbours.
  const auto usage = calls::usage_at(data, why);
  return usage ? std::min(usage->huge, length) : 0;
}

}  // namespace

failure allocation_access::find_state(const allocation& of, allocation_state& found) noexcept {
  failure why;
  found.page_size = of.page_size_ != 0 ? of.page_size_ : backend::page_size();
  if (of.data_ == nullptr) return why;
  const auto length = round_up(of.size_, found.page_size);
  if (is_available(call::mincore))
    found.resident = calls::count_resident(of.data_, length, no_handle, why).resident * backend::page_size();
  if (why) return why;
  if (of.page_size_ != 0) {
    found.huge = found.resident;
  } else {
    found.huge = count_transparent(of.data_, length, why);
    if (found.huge != 0) found.page_size = backend::transparent_huge_page_size();
  }
  return why;
}

allocation_state allocation::state() const {
  allocation_state found;
  if (const auto why = allocation_access::find_state(*this, found)) raise(why, describe(data_, size_));
  return found;
}

allocation_state allocation::state(std::error_code& error) const noexcept {
  allocation_state found;
  report(allocation_access::find_state(*this, found), error);
  return error ? allocation_state{} : found;
}

}  // namespace mmapkit
