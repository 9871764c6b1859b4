// The checksum of what is on the disk, taken piece by piece.
#pragma once

#include <span>

#define XXH_INLINE_ALL  // xxHash is compiled in
#include <xxhash.h>

#include "atomic_mapping_format.hpp"

namespace mmapkit::detail::transaction {

class running_sum {
 public:
  running_sum() noexcept {  // NOLINT(cppcoreguidelines-pro-type-member-init): the call fills it
    XXH3_128bits_reset(&state_);
  }

  void add(std::span<const std::byte> bytes) noexcept { XXH3_128bits_update(&state_, bytes.data(), bytes.size()); }

  [[nodiscard]] checksum value() const noexcept {
    const auto sum = XXH3_128bits_digest(&state_);
    return {.low = sum.low64, .high = sum.high64};
  }

 private:
  XXH3_state_t state_;
};

}  // namespace mmapkit::detail::transaction
