#include <sys/mman.h>

#include <optional>

#include <mmapkit/flags/memfd_flag.hpp>

#include "backend/bsd/os.hpp"
#include "backend/flag_bits.hpp"
#include "backend/map_kind.hpp"
#include "backend/native_value.hpp"
#include "backend/posix/errors.hpp"
#include "backend/shared_memory.hpp"
#include "page_sizes.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(memfd_create)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(memfd_flag flag) noexcept {
  switch (flag) {
    case memfd_flag::close_on_exec: return MFD_CLOEXEC;
    case memfd_flag::allow_sealing: return MFD_ALLOW_SEALING;
    case memfd_flag::huge_table: return MFD_HUGETLB;
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
    case memfd_flag::huge_16gb: return huge_page_log2(flag) << MFD_HUGE_SHIFT;
    case memfd_flag::no_exec_seal:
    case memfd_flag::executable: return std::nullopt;
  }
  return std::nullopt;
}

bool available(memfd_flag flag) noexcept {
  if (!native_value(flag)) return false;
  if (flag == memfd_flag::huge_table) return page_sizes{}.has_large();
  return huge_page_log2(flag) == 0 || page_sizes{}.large_of(std::uint64_t{1} << huge_page_log2(flag)) != 0;
}

native_handle memfd_create(const char* name, memfd_flag flags, std::error_code& error) noexcept {
  const int file = os::memfd_create(name, native_set(flags | memfd_flag::close_on_exec));
  if (file < 0) error = last_error();
  return file;
}

}  // namespace mmapkit::backend
