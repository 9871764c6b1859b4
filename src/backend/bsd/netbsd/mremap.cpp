#include <sys/mman.h>

#include <optional>

#include <mmapkit/flags/mremap_flag.hpp>

#include "backend/bsd/os.hpp"
#include "backend/mappings.hpp"
#include "backend/native_value.hpp"
#include "backend/page_math.hpp"
#include "backend/posix/errors.hpp"
#include "backend/system.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(mremap)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(mremap_flag flag) noexcept {
  switch (flag) {
    case mremap_flag::none: return 0;      // MAP_FIXED, where it is
    case mremap_flag::may_move: return 0;  // unless MAP_FIXED
    case mremap_flag::fixed: return MAP_FIXED;
    case mremap_flag::duplicate: return MAP_REMAPDUP;
    case mremap_flag::dont_unmap: return std::nullopt;
  }
  return std::nullopt;
}

bool available(mremap_flag flag) noexcept { return native_value(flag).has_value(); }

namespace {

bool overlap(const void* a, std::size_t a_length, const void* b, std::size_t b_length) noexcept {
  const auto first = reinterpret_cast<std::uintptr_t>(a);
  const auto second = reinterpret_cast<std::uintptr_t>(b);
  return first < second ? second - first < a_length : first - second < b_length;
}

}  // namespace

// The kernel may always move the mapping, except with MAP_FIXED, which fails if something is mapped there
// (sys/uvm/uvm_mremap.c). That is unmapped first, so that `fixed` means the same as on Linux.
void* mremap(void* addr, std::size_t old_length, std::size_t new_length, mremap_flag flags, void* new_addr,
             std::error_code& error) noexcept {
  const auto from = whole_pages(old_length) * page_size();
  const auto to = whole_pages(new_length) * page_size();
  int native = has(flags, mremap_flag::duplicate) ? MAP_REMAPDUP : 0;
  void* place = nullptr;
  if (has(flags, mremap_flag::fixed)) {
    if (overlap(addr, from, new_addr, to)) {
      error = refusal(std::errc::invalid_argument);
      return nullptr;
    }
    if (os::munmap(new_addr, to) != 0) {
      error = last_error();
      return nullptr;
    }
    place = new_addr;
  } else if (!has(flags, mremap_flag::may_move)) {
    place = addr;
  }
  if (place != nullptr) native |= MAP_FIXED;
  void* const memory = os::mremap(addr, from, place, to, native);
  if (memory != MAP_FAILED) return memory;
  error = last_error();
  return nullptr;
}

}  // namespace mmapkit::backend
