// What a handler of faults writes down.
#pragma once

#include <cstddef>
#include <cstdint>

#include <mmapkit/flags/fault_kind.hpp>

namespace mmapkit::detail {

// What is known of the pages that a mapping lost. It lies on the heap, from the first guard on: the memory and each
// open guard own it together, so that a mapping may be moved, and may end, while a guard is open. Handlers write to it,
// and any thread reads it, through atomic_of in src/backend/fault_record.hpp alone.
struct fault_record {
  static constexpr std::size_t none = SIZE_MAX;
  std::size_t offset = none;                // of the first byte known to be lost, from data() on
  std::uintptr_t zeros_from = UINTPTR_MAX;  // the address where zeros begin that took the place of the file's pages
  fault_kind kind = fault_kind::unknown;    // as far as the system told it
  unsigned owners = 1;
  unsigned changes = 0;  // how often the memory was handed to another object, resized or unmapped
  unsigned ends = 0;     // how often it was resized or unmapped: its addresses may be another's
};

}  // namespace mmapkit::detail
