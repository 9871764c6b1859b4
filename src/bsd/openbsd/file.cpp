#include <cerrno>

#include "../../posix/system.hpp"

namespace mmapkit::backend {

namespace posix {

void finish_open(int /*file*/, open_flag /*flags*/, std::error_code& /*error*/) noexcept {}

// OpenBSD has no posix_fallocate: the caller writes zeros.
int allocate(int /*file*/, std::uint64_t /*from*/, std::uint64_t /*to*/) noexcept { return EOPNOTSUPP; }

}  // namespace posix

std::optional<std::uint32_t> native_value(space_flag flag) noexcept {
  switch (flag) {
    case space_flag::allocate: return 0;
    case space_flag::keep_size:
    case space_flag::punch_hole:
    case space_flag::collapse_range:
    case space_flag::zero_range:
    case space_flag::insert_range:
    case space_flag::unshare_range:
    case space_flag::write_zeroes: return std::nullopt;
  }
  return std::nullopt;
}

bool available(space_flag flag) noexcept { return flag == space_flag::allocate; }

// Beyond the end zeros are written. Within the file nothing tells holes from data, and writing into them would race
// with whoever else writes there.
void fallocate(native_handle file, space_flag /*flags*/, std::uint64_t offset, std::uint64_t length,
               std::error_code& error) noexcept {
  const auto size = examine(file, error).size;
  if (error) return;
  if (offset < size)
    error = refusal(std::errc::operation_not_supported);
  else
    grow(file, size, offset + length, file_growth::allocated, error);
}

}  // namespace mmapkit::backend
