#include <span>

#include "backend/files.hpp"

namespace mmapkit::backend {

bool write_file(native_handle, std::uint64_t, std::span<const std::byte>, bool, std::error_code&) noexcept {
  return false;
}

bool write_file(native_handle, std::span<const file_part>, std::error_code&) noexcept { return false; }

}  // namespace mmapkit::backend
