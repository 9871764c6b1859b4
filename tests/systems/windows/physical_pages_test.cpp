// Physical pages in a window, and targets of indirect calls.
#include <array>

#include "windows_support.hpp"

using namespace mmapkit;
using support::caught;
using support::offered_or_missing;

TEST_CASE("physical pages are there exactly where memory can be a window for them") {
  const std::array<std::uintptr_t, 1> frames{};
  for (const auto each :
       {call::allocate_physical_pages, call::map_physical_pages, call::unmap_physical_pages, call::free_physical_pages})
    CHECK(supported(each) == supported(allocation_flag::physical));
  if (offered_or_missing(call::allocate_physical_pages, [] { return allocate_physical_pages(1); })) return;
  void* const nowhere = nullptr;
  offered_or_missing(call::map_physical_pages, [&] { map_physical_pages(nowhere, frames); });
  offered_or_missing(call::map_physical_pages, [&] { map_physical_pages(nowhere, {}); });
  offered_or_missing(call::unmap_physical_pages, [&] { unmap_physical_pages(nowhere, page_size()); });
  offered_or_missing(call::free_physical_pages, [&] { free_physical_pages(frames); });
  CHECK(frames[0] == 0);
}

TEST_CASE("physical pages keep their content while they are not mapped, or this user has no right to them") {
  if (!supported(call::allocate_physical_pages)) return;
  std::array<std::uintptr_t, 4> frames{};
  std::error_code error;
  const auto count = allocate_physical_pages(frames, error);
  if (error) {
    CHECK(error.value() == ERROR_PRIVILEGE_NOT_HELD);
    CHECK(count == 0);
    return;
  }
  const std::span given{frames.data(), count};
  auto* const window = static_cast<std::byte*>(virtual_alloc(
      nullptr, allocation_granularity(), allocation_flag::reserve | allocation_flag::physical, support::read_write));
  map_physical_pages(window, given.first(1));
  window[0] = std::byte{7};
  unmap_physical_pages(window, 1);
  CHECK_FALSE(support::readable(window));
  map_physical_pages(window + page_size(), given.first(1));
  CHECK(window[page_size()] == std::byte{7});
  map_physical_pages(window, {});
  CHECK_FALSE(support::readable(window));
  free_physical_pages(given);
  CHECK_FALSE(support::readable(window + page_size()));
  virtual_free(window, 0, free_flag::release);
}

TEST_CASE("call targets are set in a process that guards its calls, and nowhere else") {
  const auto memory = mmap(support::anonymous(page_size()));
  const std::vector<call_target> targets{{.offset = 0}, {.offset = 16, .valid = false}};
  CHECK(supported(call::set_valid_call_targets) ==
        (support::has_function("SetProcessValidCallTargets") && supported(protection_flag::cfg_targets_invalid)));
  const auto use = [&] { set_valid_call_targets(memory.addr, memory.size, targets); };
  if (offered_or_missing(call::set_valid_call_targets, use)) {
    CHECK(caught(use).operation() == "set_valid_call_targets");  // it cannot run
    mprotect(memory.addr, memory.size, protection_flag::read | protection_flag::exec);
    use();
  }
  munmap(memory);
}
