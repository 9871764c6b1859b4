// The address of new memory: given, aligned, or on a NUMA node.
#pragma once

#include <array>
#include <optional>

#include <mmapkit/flags/address_limits.hpp>
#include <mmapkit/flags/allocation_flag.hpp>
#include <mmapkit/flags/mmap_flag.hpp>

#include "backend/mappings.hpp"
#include "backend/system.hpp"
#include "dynamic_functions.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// Whether the address is an order. Otherwise it is a hint.
inline bool orders_address(const map_request& request) noexcept {
  return has(request.flags, mmap_flag::no_replace) || has(request.allocation, allocation_flag::replace_placeholder);
}

// 0 if every address has that alignment.
inline std::size_t alignment_of(const map_request& request) noexcept {
  return request.alignment > granularity() ? request.alignment : 0;
}

// MEM_EXTENDED_PARAMETERs of VirtualAlloc2 and MapViewOfFile3. They point to members of this object.
class extended_parameters {
 public:
  extended_parameters() noexcept = default;
  extended_parameters(const extended_parameters&) = delete;
  extended_parameters& operator=(const extended_parameters&) = delete;

  // Adds nothing if there is no limit, no node, or no attribute.
  void add(const address_limits& limits) noexcept;
  void add(std::optional<unsigned> numa_node) noexcept;
  void add_attributes(DWORD attributes) noexcept;

  MEM_EXTENDED_PARAMETER* data() noexcept { return count_ == 0 ? nullptr : list_.data(); }
  ULONG count() const noexcept { return count_; }

 private:
  MEM_ADDRESS_REQUIREMENTS requirements_{};
  std::array<MEM_EXTENDED_PARAMETER, 3> list_{};
  ULONG count_ = 0;
};

// Calls attempt(address) with a multiple of the alignment. A larger range is reserved and released to find one; another
// thread may take it in between, so it is tried several times.
template <class Attempt>
void* at_multiple_of(std::size_t alignment, std::size_t length, Attempt attempt) noexcept {
  if (length > SIZE_MAX - alignment) {
    SetLastError(ERROR_NOT_ENOUGH_MEMORY);
    return nullptr;
  }
  for (int tries = 0; tries < 8; ++tries) {
    void* const memory = os::VirtualAlloc(nullptr, length + alignment, MEM_RESERVE, PAGE_NOACCESS);
    if (memory == nullptr) return nullptr;
    os::VirtualFree(memory, 0, MEM_RELEASE);
    const auto end = reinterpret_cast<std::uintptr_t>(memory) + alignment;
    void* const base = attempt(reinterpret_cast<void*>(end - end % alignment));
    if (base != nullptr || GetLastError() != ERROR_INVALID_ADDRESS) return base;
  }
  return nullptr;
}

// Calls attempt(address), and attempt(nullptr) if that failed and the address is a hint.
template <class Attempt>
void* place(const map_request& request, Attempt attempt) noexcept {
  void* const base = attempt(request.address);
  if (base != nullptr || request.address == nullptr || orders_address(request)) return base;
  return attempt(nullptr);
}

// The error of a request, for the error code of a failed attempt.
std::error_code place_error(const map_request& request, DWORD code) noexcept;

}  // namespace mmapkit::backend
