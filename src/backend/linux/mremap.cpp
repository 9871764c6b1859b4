#include <optional>

#include <mmapkit/flags/mremap_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/mappings.hpp"
#include "backend/native_value.hpp"
#include "kernel.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(mremap_flag flag) noexcept {
  switch (flag) {
    case mremap_flag::none: return 0;
    case mremap_flag::may_move: return MREMAP_MAYMOVE;
    case mremap_flag::fixed: return MREMAP_FIXED;
    case mremap_flag::dont_unmap: return MREMAP_DONTUNMAP;
    case mremap_flag::duplicate: return 0;  // an old length of 0
  }
  return std::nullopt;
}

bool available(mremap_flag flag) noexcept { return flag != mremap_flag::dont_unmap || kernel_is_at_least(5, 7); }

// By its number: the kernel needs the fifth argument for MREMAP_DONTUNMAP too, and C libraries pass it for MREMAP_FIXED
// alone (glibc 2.36 on i686, musl).
void* mremap(void* addr, std::size_t old_length, std::size_t new_length, mremap_flag flags, void* new_addr,
             std::error_code& error) noexcept {
  const auto length = has(flags, mremap_flag::duplicate) ? 0 : old_length;
  const long memory =
      call_kernel(error, SYS_mremap, addr, length, new_length, static_cast<unsigned long>(native_set(flags)), new_addr);
  return memory == -1 ? nullptr : reinterpret_cast<void*>(memory);
}

}  // namespace mmapkit::backend
