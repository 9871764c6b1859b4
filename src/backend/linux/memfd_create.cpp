#include <optional>

#include <mmapkit/flags/call.hpp>
#include <mmapkit/flags/memfd_flag.hpp>
#include <mmapkit/flags/mmap_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/map_kind.hpp"
#include "backend/native_value.hpp"
#include "backend/shared_memory.hpp"
#include "kernel.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(memfd_flag flag) noexcept {
  switch (flag) {
    case memfd_flag::close_on_exec: return MFD_CLOEXEC;
    case memfd_flag::allow_sealing: return MFD_ALLOW_SEALING;
    case memfd_flag::huge_table: return MFD_HUGETLB;
    case memfd_flag::no_exec_seal: return MFD_NOEXEC_SEAL;
    case memfd_flag::executable: return MFD_EXEC;
    case memfd_flag::huge_16kb:
    case memfd_flag::huge_64kb:
    case memfd_flag::huge_512kb:
    case memfd_flag::huge_1mb:
    case memfd_flag::huge_2mb:
    case memfd_flag::huge_8mb:
    case memfd_flag::huge_16mb:
    case memfd_flag::huge_32mb:
    case memfd_flag::huge_256mb:
    case memfd_flag::huge_512mb:
    case memfd_flag::huge_1gb:
    case memfd_flag::huge_2gb:
    case memfd_flag::huge_16gb: return huge_page_log2(flag) << MAP_HUGE_SHIFT;
  }
  return std::nullopt;
}

bool available(memfd_flag flag) noexcept {
  if (!available(call::memfd_create)) return false;
  if (huge_page_log2(flag) != 0)
    return available(static_cast<mmap_flag>(std::uint64_t{huge_page_log2(flag)} << huge_page_shift));
  switch (flag) {
    case memfd_flag::huge_table: return kernel_is_at_least(4, 14) && available(mmap_flag::huge_table);
    case memfd_flag::no_exec_seal:
    case memfd_flag::executable: return kernel_is_at_least(6, 3);
    default: return true;
  }
}

native_handle memfd_create(const char* name, memfd_flag flags, std::error_code& error) noexcept {
  return static_cast<int>(call_kernel(error, SYS_memfd_create, name, native_set(flags | memfd_flag::close_on_exec)));
}

}  // namespace mmapkit::backend
