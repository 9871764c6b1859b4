#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include <mmapkit/flags/advice.hpp>

#include "advice.hpp"
#include "api.hpp"
#include "backend/native_value.hpp"
#include "backend/page_math.hpp"
#include "backend/pages.hpp"
#include "backend/system.hpp"
#include "dynamic_functions.hpp"
#include "memory_query.hpp"
#include "os.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(advice what) noexcept {
  switch (what) {
    case advice::normal:
    case advice::will_need:
    case advice::dont_need: return 0;
    case advice::random:
    case advice::sequential:
    case advice::free:
    case advice::remove:
    case advice::dont_fork:
    case advice::do_fork:
    case advice::mergeable:
    case advice::unmergeable:
    case advice::huge_page:
    case advice::no_huge_page:
    case advice::dont_dump:
    case advice::do_dump:
    case advice::wipe_on_fork:
    case advice::keep_on_fork:
    case advice::cold:
    case advice::pageout:
    case advice::populate_read:
    case advice::populate_write:
    case advice::dont_need_locked:
    case advice::collapse:
    case advice::hw_poison:
    case advice::soft_offline:
    case advice::guard_install:
    case advice::guard_remove:
    case advice::space_avail:
    case advice::no_sync:
    case advice::auto_sync:
    case advice::protect_process:
    case advice::zero_wired:
    case advice::free_reusable:
    case advice::free_reuse:
    case advice::can_reuse:
    case advice::zero: return std::nullopt;
  }
  return std::nullopt;
}

bool available(advice what) noexcept {
  if (what == advice::will_need) return dynamic().prefetch_virtual_memory != nullptr;
  return native_value(what).has_value();
}

namespace {

// Pages that are locked would be unlocked.
bool has_locked_page(const MEMORY_BASIC_INFORMATION& region) noexcept {
  std::array<PSAPI_WORKING_SET_EX_INFORMATION, 64> pages;  // NOLINT(cppcoreguidelines-pro-type-member-init): below
  const std::size_t count = whole_pages(region.RegionSize);
  for (std::size_t done = 0; done < count; done += pages.size()) {
    const std::span some{pages.data(), std::min(pages.size(), count - done)};
    if (query_pages(static_cast<char*>(region.BaseAddress) + done * page_size(), some) &&
        std::any_of(some.begin(), some.end(), [](const auto& page) { return page.VirtualAttributes.Locked != 0; }))
      return true;
  }
  return false;
}

bool can_discard(const MEMORY_BASIC_INFORMATION& region) noexcept {
  return region.State == MEM_RESERVE ? region.Type == MEM_PRIVATE
                                     : region.Type == MEM_PRIVATE && !has_locked_page(region);
}

// Memory that is decommitted and committed again is zeroed. Reserved memory has no contents.
std::error_code discard(void* addr, std::size_t length) noexcept {
  if (!all_regions(addr, length, can_discard)) return refusal(std::errc::invalid_argument);
  std::error_code failure;
  all_regions(addr, length, [&](const MEMORY_BASIC_INFORMATION& region) noexcept {
    if (region.State != MEM_COMMIT) return true;
    if (os::VirtualFree(region.BaseAddress, region.RegionSize, MEM_DECOMMIT) &&
        os::VirtualAlloc(region.BaseAddress, region.RegionSize, MEM_COMMIT, region.Protect) != nullptr)
      return true;
    failure = last_error();
    return false;
  });
  return failure;
}

}  // namespace

// Other advice has no mark for Windows.
void madvise(void* addr, std::size_t length, advice what, std::error_code& error) noexcept {
  const auto failure = what == advice::normal      ? advise(addr, length, nullptr)
                       : what == advice::will_need ? advise(addr, length, prefetch)
                       : what == advice::dont_need ? advise(addr, length, discard)
                                                   : refusal(std::errc::invalid_argument);
  if (failure) error = failure;
}

}  // namespace mmapkit::backend
