// Where new memory lies: at an address, aligned, near a NUMA node.
#pragma once

#include "../backend.hpp"
#include "late_functions.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// An order, or else the address is a hint.
inline bool orders_address(const map_request& request) noexcept {
  return has(request.flags, mmap_flag::no_replace) || has(request.allocation, allocation_flag::replace_placeholder);
}

// What every place has anyway is not asked for.
inline std::size_t alignment_of(const map_request& request) noexcept {
  return request.alignment > granularity() ? request.alignment : 0;
}

inline std::size_t whole_pages_length(std::size_t length) noexcept {
  return (length + page_size() - 1) / page_size() * page_size();
}

// The additions of VirtualAlloc2 and MapViewOfFile3. They hold pointers to their own parts.
class extended_parameters {
 public:
  extended_parameters() noexcept = default;
  extended_parameters(const extended_parameters&) = delete;
  extended_parameters& operator=(const extended_parameters&) = delete;

  // Zeros and nothing do not bind.
  void add(const address_limits& limits) noexcept;
  void add(std::optional<unsigned> numa_node) noexcept;
  void add_attributes(DWORD attributes) noexcept;

  MEM_EXTENDED_PARAMETER* data() noexcept { return count_ == 0 ? nullptr : list_.data(); }
  ULONG count() const noexcept { return count_; }

 private:
  MEM_ADDRESS_REQUIREMENTS room_{};
  std::array<MEM_EXTENDED_PARAMETER, 3> list_{};
  ULONG count_ = 0;
};

// attempt(address) at a multiple of the alignment. Room is found by reserving more than enough, and given back just
// before it is used: another thread may be faster, hence more than one try.
template <class Attempt>
void* at_multiple_of(std::size_t alignment, std::size_t length, Attempt attempt) noexcept {
  if (length > SIZE_MAX - alignment) {
    SetLastError(ERROR_NOT_ENOUGH_MEMORY);
    return nullptr;
  }
  for (int tries = 0; tries < 8; ++tries) {
    void* const room = os::VirtualAlloc(nullptr, length + alignment, MEM_RESERVE, PAGE_NOACCESS);
    if (room == nullptr) return nullptr;
    os::VirtualFree(room, 0, MEM_RELEASE);
    const auto end = reinterpret_cast<std::uintptr_t>(room) + alignment;
    void* const base = attempt(reinterpret_cast<void*>(end - end % alignment));
    if (base != nullptr || GetLastError() != ERROR_INVALID_ADDRESS) return base;
  }
  return nullptr;
}

// attempt(address), and attempt(nullptr) where the address was only a hint.
template <class Attempt>
void* place(const map_request& request, Attempt attempt) noexcept {
  void* const base = attempt(request.address);
  if (base != nullptr || request.address == nullptr || orders_address(request)) return base;
  return attempt(nullptr);
}

// What the code of a failed attempt means for the request.
std::error_code place_error(const map_request& request, DWORD code) noexcept;

}  // namespace mmapkit::backend
