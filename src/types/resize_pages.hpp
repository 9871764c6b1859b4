// What resizing a mapping does with its pages: they are copied, or become longer by zeros.
#pragma once

#include <cstddef>
#include <cstdint>

#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/protection_flag.hpp>

#include "backend/page_math.hpp"
#include "calls/backing.hpp"
#include "checks/failure.hpp"

namespace mmapkit {

inline constexpr auto resizing = operation::mremap;
inline constexpr auto for_stores = protection_flag::read | protection_flag::write;

// The mapping as it is, and its new size.
struct resize_request {
  detail::backing_access::parts now;
  std::size_t size = 0;
  protection_flag protection = protection_flag::none;
  std::size_t lead = 0;    // bytes mapped before the data, since a mapping starts at a whole page
  std::size_t length = 0;  // of the system's mapping

  [[nodiscard]] bool anonymous() const noexcept { return has(now.flags, mmap_flag::anonymous); }
  // The offset in the file at which the new mapping ends.
  [[nodiscard]] std::uint64_t end() const noexcept { return round_up(now.start + lead + size, now.unit); }
};

// The rest of the last page becomes part of the mapping when it grows, and new anonymous memory has to be zero.
bool zero_last_page(const resize_request& wanted, failure& why) noexcept;

// Whether all of the memory, which has to be copied, can be read.
bool is_readable(const resize_request& wanted, failure& why) noexcept;

// Copies the pages that differ: those of a private mapping that were stored to.
void copy_changed_pages(std::byte* to, const std::byte* from, std::size_t length, std::size_t unit) noexcept;

}  // namespace mmapkit
