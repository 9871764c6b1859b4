#include "../bits.hpp"
#include "kernel.hpp"
#include "os.hpp"
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

native_handle memfd_secret(std::error_code& error) noexcept {
  return static_cast<int>(call_kernel(error, SYS_memfd_secret, static_cast<unsigned>(O_CLOEXEC)));
}

std::optional<std::uint32_t> native_value(seal_flag flag) noexcept {
  switch (flag) {
    case seal_flag::none: return 0;
    case seal_flag::seal: return F_SEAL_SEAL;
    case seal_flag::shrink: return F_SEAL_SHRINK;
    case seal_flag::grow: return F_SEAL_GROW;
    case seal_flag::write: return F_SEAL_WRITE;
    case seal_flag::future_write: return F_SEAL_FUTURE_WRITE;
    case seal_flag::exec: return F_SEAL_EXEC;
  }
  return std::nullopt;
}

bool available(seal_flag flag) noexcept {
  if (!available(call::memfd_create)) return false;
  switch (flag) {
    case seal_flag::future_write: return kernel_is_at_least(5, 1);
    case seal_flag::exec: return kernel_is_at_least(6, 3);
    default: return true;
  }
}

void add_seals(native_handle file, seal_flag seals, std::error_code& error) noexcept {
  if (os::fcntl(file, F_ADD_SEALS, native_set(seals)) != 0) error = last_error();
}

seal_flag get_seals(native_handle file, std::error_code& error) noexcept {
  const int native = os::fcntl(file, F_GET_SEALS);
  if (native == -1) {
    error = last_error();
    return {};
  }
  auto seals = seal_flag::none;
  for (const auto& row : rows<seal_flag>)
    if ((static_cast<std::uint32_t>(native) & native_value(row.flag).value_or(0)) != 0) seals |= row.flag;
  return seals;
}

}  // namespace mmapkit::backend
