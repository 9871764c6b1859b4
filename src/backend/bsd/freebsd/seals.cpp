#include <fcntl.h>

#include <optional>

#include <mmapkit/flags/seal_flag.hpp>

#include "backend/bsd/os.hpp"
#include "backend/flag_bits.hpp"
#include "backend/native_value.hpp"
#include "backend/posix/errors.hpp"
#include "backend/shared_memory.hpp"

namespace mmapkit::backend {

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
