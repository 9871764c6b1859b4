// Advice: little of it has a counterpart here.
#include "../backend.hpp"
#include "late_functions.hpp"
#include "memory_query.hpp"
#include "os.hpp"

#include <algorithm>
#include <array>

namespace mmapkit::backend {
namespace {

std::error_code check_range(const void* addr, std::size_t length) noexcept {
  if (!is_aligned(addr, page_size())) return refusal(std::errc::invalid_argument);
  return is_mapped(addr, length) ? std::error_code{} : refusal(std::errc::not_enough_memory);
}

std::error_code prefetch(void* addr, std::size_t length) noexcept {
  if (late().prefetch_virtual_memory == nullptr) return refusal(std::errc::function_not_supported);
  WIN32_MEMORY_RANGE_ENTRY range{addr, length};
  return os::call("prefetch_virtual_memory", late().prefetch_virtual_memory, GetCurrentProcess(), 1, &range, 0)
             ? std::error_code{}
             : last_error();
}

// Locked pages would lose their lock too.
bool has_locked_page(const MEMORY_BASIC_INFORMATION& region) noexcept {
  std::array<PSAPI_WORKING_SET_EX_INFORMATION, 64> pages;  // NOLINT(cppcoreguidelines-pro-type-member-init): below
  const std::size_t count = (region.RegionSize + page_size() - 1) / page_size();
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

// Memory that is given back and taken anew is zero. What is only reserved holds nothing.
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

std::error_code advise(void* addr, std::size_t length, std::error_code (*how)(void*, std::size_t) noexcept) noexcept {
  if (const auto misuse = check_range(addr, length)) return misuse;
  return length == 0 || how == nullptr ? std::error_code{} : how(addr, length);
}

}  // namespace

// What is left out has no mark for Windows, and is refused by its name.
void madvise(void* addr, std::size_t length, advice what, std::error_code& error) noexcept {
  const auto failure = what == advice::normal      ? advise(addr, length, nullptr)
                       : what == advice::will_need ? advise(addr, length, prefetch)
                       : what == advice::dont_need ? advise(addr, length, discard)
                                                   : refusal(std::errc::invalid_argument);
  if (failure) error = failure;
}

void posix_madvise(void* addr, std::size_t length, posix_advice what, std::error_code& error) noexcept {
  const auto failure = what == posix_advice::normal      ? advise(addr, length, nullptr)
                       : what == posix_advice::will_need ? advise(addr, length, prefetch)
                                                         : refusal(std::errc::invalid_argument);
  if (failure) error = failure;
}

}  // namespace mmapkit::backend
