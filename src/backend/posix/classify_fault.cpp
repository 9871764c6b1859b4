#include <mmapkit/flags/fault_kind.hpp>

#include "backend/faults.hpp"
#include "backend/files.hpp"
#include "per_system.hpp"

namespace mmapkit::backend {

fault_kind classify_fault(native_handle file, std::uint64_t offset) noexcept {
  std::error_code error;
  const auto info = examine(file, error);
  if (error) return fault_kind::unknown;
  if (info.has_end && info.size <= offset) return fault_kind::truncated;
  std::byte byte{};
  read_file(file, offset, {&byte, 1}, error);
  if (error.value() == EIO) return fault_kind::input_output;
  return posix::is_disk_full(file, offset) ? fault_kind::no_space : fault_kind::unknown;
}

}  // namespace mmapkit::backend
