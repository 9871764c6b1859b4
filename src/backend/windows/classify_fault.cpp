#include <mmapkit/flags/fault_kind.hpp>

#include "backend/faults.hpp"
#include "backend/files.hpp"
#include "os.hpp"

namespace mmapkit::backend {

fault_kind classify_fault(native_handle file, std::uint64_t offset) noexcept {
  LARGE_INTEGER size;
  if (!os::GetFileSizeEx(file.get(), &size)) return fault_kind::unknown;
  if (static_cast<std::uint64_t>(size.QuadPart) <= offset) return fault_kind::truncated;
  std::byte byte{};
  std::error_code error;
  read_file(file, offset, {&byte, 1}, error);
  return error.value() == ERROR_CRC || error.value() == ERROR_IO_DEVICE ? fault_kind::input_output
                                                                        : fault_kind::unknown;
}

}  // namespace mmapkit::backend
