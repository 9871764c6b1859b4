#include <mmapkit/flags/file_growth.hpp>

#include "api.hpp"
#include "backend/faults.hpp"
#include "backend/files.hpp"
#include "backend/system.hpp"
#include "file_space.hpp"
#include "os.hpp"
#include "sections.hpp"

namespace mmapkit::backend {

namespace {

// Shared memory cannot be resized.
std::error_code refuse_section(native_handle file, std::error_code failure) noexcept {
  return failure && is_section(file) ? refusal(std::errc::operation_not_supported) : failure;
}

}  // namespace

// A section cannot be longer than its file.
bool maps_beyond_end() noexcept { return false; }

// NTFS allocates the clusters with the length. FileAllocationInfo would allocate them before, but cuts what is longer
// by then.
bool reserve_blocks(native_handle file, std::uint64_t /*from*/, std::uint64_t /*to*/, file_growth growth,
                    std::error_code& error) noexcept {
  const auto failure = growth == file_growth::sparse ? make_sparse(file.get()) : refuse_unallocated(file.get());
  if (failure) error = refuse_section(file, failure);
  if (!failure && growth == file_growth::written) catch_faults(error);  // which populate() needs
  return true;
}

// A section that is longer than its file extends the file, and does nothing if another process has made it longer
// still; setting the end of file would truncate that.
bool lengthen(native_handle file, std::uint64_t /*from*/, std::uint64_t to, std::error_code& error) noexcept {
  const HANDLE section =
      os::CreateFileMappingW(file.get(), nullptr, PAGE_READWRITE, high_half(to), low_half(to), nullptr);
  if (section == nullptr)
    error = refuse_section(file, last_error());
  else
    os::CloseHandle(section);
  return true;
}

void shorten(native_handle file, std::uint64_t from, std::uint64_t to, std::error_code& error) noexcept {
  LARGE_INTEGER size{};
  if (!os::GetFileSizeEx(file.get(), &size)) {
    error = last_error();
  } else if (static_cast<std::uint64_t>(size.QuadPart) == from) {
    if (const auto failure = set_size(file.get(), to)) error = failure;
  }
}

void empty_file(native_handle file, std::error_code& error) noexcept {
  if (const auto failure = set_size(file.get(), 0)) error = failure;
}

}  // namespace mmapkit::backend
