// Rounding to pages.
#pragma once

#include <cstddef>
#include <cstdint>

#include "backend.hpp"

namespace mmapkit {

struct page_range {
  void* base;
  std::size_t length;
};

// The range with its start taken back to its page; the systems round the end themselves.
inline page_range from_page(void* addr, std::size_t size) noexcept {
  const auto lead = reinterpret_cast<std::uintptr_t>(addr) % backend::page_size();
  return {static_cast<std::byte*>(addr) - lead, size + lead};
}

// The pages that so many bytes take from the start of a page.
inline std::size_t whole_pages(std::size_t length) noexcept {
  return length / backend::page_size() + (length % backend::page_size() != 0 ? 1 : 0);
}

}  // namespace mmapkit
