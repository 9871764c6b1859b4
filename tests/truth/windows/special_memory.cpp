// Memory with attributes, physical pages in a window, and targets of indirect calls.
#define WIN32_LEAN_AND_MEAN
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include <array>

#include "../proof.hpp"

using namespace mmapkit;

namespace {

constexpr std::size_t allocation_unit = 1 << 16;
constexpr auto reserved_and_committed = allocation_flag::reserve | allocation_flag::commit;

}  // namespace

namespace {

// Neither paging nor the clearing of pages can be seen: what is asked for is granted, and the memory can be used.
void check_granted(allocation_flag flag) {
  void* const memory = virtual_alloc(nullptr, allocation_unit, reserved_and_committed | flag, support::read_write);
  CHECK(support::writable(memory));
  virtual_free(memory, allocation_unit, free_flag::release);
}

// The library has looked at the first page, and so does this; a huge one may be more than the machine has to give.
void check_large(allocation_flag flag, std::size_t size) {
  std::error_code error;
  void* const memory = virtual_alloc(nullptr, size, reserved_and_committed | flag, support::read_write, {}, error);
  if (error) {
    MESSAGE("no such page to spare: asserted that the system says so");
    CHECK(error.value() == ERROR_NO_SYSTEM_RESOURCES);
    return;
  }
  CHECK(reinterpret_cast<std::uintptr_t>(memory) % size == 0);
  CHECK(support::writable(memory));
  virtual_free(memory, size, free_flag::release);
}

}  // namespace

PROOF(allocation_flag, nonpaged) { check_granted(allocation_flag::nonpaged); }
PROOF(allocation_flag, zero_pages_optional) { check_granted(allocation_flag::zero_pages_optional); }
PROOF(allocation_flag, nonpaged_large) { check_large(allocation_flag::nonpaged_large, large_page_size()); }
PROOF(allocation_flag, nonpaged_huge) { check_large(allocation_flag::nonpaged_huge, std::size_t{1} << 30); }

PROOF(allocation_flag, ec_code) {
  void* const memory = virtual_alloc(nullptr, allocation_unit, reserved_and_committed | allocation_flag::ec_code,
                                     protection_flag::read | protection_flag::exec);
  CHECK(support::readable(memory));
  virtual_free(memory, allocation_unit, free_flag::release);
}

namespace {

// Two physical pages and a window for two; nothing where this user has no right to lock pages in memory.
class two_physical_pages {
 public:
  two_physical_pages() {
    std::error_code error;
    const auto count = allocate_physical_pages(frames_, error);
    if (error) {
      MESSAGE("no right to lock pages in memory: asserted that the system says so");
      CHECK(error.value() == ERROR_PRIVILEGE_NOT_HELD);
      return;
    }
    REQUIRE(count == frames_.size());
    window_ = static_cast<std::byte*>(virtual_alloc(
        nullptr, allocation_unit, allocation_flag::reserve | allocation_flag::physical, support::read_write));
  }
  ~two_physical_pages() {
    if (window_ == nullptr) return;
    free_physical_pages(frames_);
    virtual_free(window_, allocation_unit, free_flag::release);
  }
  two_physical_pages(const two_physical_pages&) = delete;
  two_physical_pages& operator=(const two_physical_pages&) = delete;

  explicit operator bool() const { return window_ != nullptr; }
  std::byte* window() const { return window_; }
  std::span<const std::uintptr_t> frames() const { return frames_; }

 private:
  std::array<std::uintptr_t, 2> frames_{};
  std::byte* window_ = nullptr;
};

// The same page is seen at two places of the window, one after the other.
void check_window() {
  const two_physical_pages pages;
  if (!pages) return;
  auto* const window = pages.window();
  map_physical_pages(window, pages.frames());
  window[0] = std::byte{1};
  window[page_size()] = std::byte{2};
  unmap_physical_pages(window, 2 * page_size());
  CHECK_FALSE(support::readable(window));
  map_physical_pages(window, pages.frames().last(1));
  CHECK(window[0] == std::byte{2});
}

}  // namespace

PROOF(call, allocate_physical_pages) { check_window(); }
PROOF(call, map_physical_pages) { check_window(); }
PROOF(call, unmap_physical_pages) { check_window(); }

PROOF(call, free_physical_pages) {
  const two_physical_pages pages;
  if (!pages) return;
  map_physical_pages(pages.window(), pages.frames());
  free_physical_pages(pages.frames().first(1));
  CHECK_FALSE(support::readable(pages.window()));
  CHECK(support::writable(pages.window() + page_size()));
}

// Which places are valid cannot be asked: a function at one that is declared so can be called by its address.
PROOF(call, set_valid_call_targets) {
  constexpr auto runs = protection_flag::read | protection_flag::exec;
  auto options = support::anonymous(page_size());
  options.protection = runs | protection_flag::cfg_targets_invalid;
  const auto memory = mmap(options);
  mprotect(memory.addr, memory.size, support::read_write);
  *support::bytes(memory) = std::byte{0xc3};  // return
  mprotect(memory.addr, memory.size, runs | protection_flag::cfg_targets_no_update);
  const call_target target[] = {{.offset = 0}};
  set_valid_call_targets(memory.addr, memory.size, target);
  reinterpret_cast<void (*)()>(memory.addr)();
  munmap(memory);
}
