#pragma once

#include <sys/mman.h>
#include <sys/types.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "backend/posix/os.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(getpagesizes)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

// The page sizes of the processor, numbered from the smallest one, which is number 0 and not large (getpagesizes(3)).
class page_sizes {
 public:
  page_sizes() noexcept : count_{std::max(os::getpagesizes(sizes_.data(), static_cast<int>(sizes_.size())), 1)} {}

  [[nodiscard]] bool has_large() const noexcept { return count_ > 1; }

  // The number of a large page size; 0 if there is no such size.
  [[nodiscard]] int large_of(std::uint64_t size) const noexcept {
    const auto* const end = sizes_.data() + count_;
    const auto* const found = std::find(sizes_.data() + 1, end, size);
    return found == end ? 0 : static_cast<int>(found - sizes_.data());
  }

 private:
  std::array<std::size_t, 8> sizes_{};
  int count_;
};

}  // namespace mmapkit::backend
