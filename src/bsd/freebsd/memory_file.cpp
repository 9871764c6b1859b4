#include <fcntl.h>
#include <sys/mman.h>

#include "../../absent/absent.hpp"
#include "../../bits.hpp"
#include "../../posix/errors.hpp"
#include "../../posix/os.hpp"
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

native_handle memfd_secret(std::error_code& error) noexcept {
  refuse_absent(error);
  return no_handle;
}

std::optional<std::uint32_t> native_value(seal_flag flag) noexcept {
  switch (flag) {
    case seal_flag::none: return 0;
    case seal_flag::seal: return F_SEAL_SEAL;
    case seal_flag::shrink: return F_SEAL_SHRINK;
    case seal_flag::grow: return F_SEAL_GROW;
    case seal_flag::write: return F_SEAL_WRITE;
    case seal_flag::future_write:
    case seal_flag::exec: return std::nullopt;
  }
  return std::nullopt;
}

bool available(seal_flag flag) noexcept { return native_value(flag).has_value(); }

void add_seals(native_handle file, seal_flag seals, std::error_code& error) noexcept {
  if (os::fcntl(file, F_ADD_SEALS, static_cast<int>(native_set(seals))) != 0) error = last_error();
}

seal_flag get_seals(native_handle file, std::error_code& error) noexcept {
  const int native = os::fcntl(file, F_GET_SEALS);
  auto seals = seal_flag::none;
  if (native == -1)
    error = last_error();
  else
    for (const auto& row : rows<seal_flag>)
      if ((static_cast<std::uint32_t>(native) & native_value(row.flag).value_or(0)) != 0) seals |= row.flag;
  return seals;
}

}  // namespace mmapkit::backend
