#include <optional>

#include <mmapkit/flags/fallocate_mode.hpp>

#include "api.hpp"
#include "backend/files.hpp"
#include "backend/native_value.hpp"
#include "backend/system.hpp"
#include "file_space.hpp"
#include "probes.hpp"
#include "sections.hpp"

#include <winioctl.h>

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(fallocate_mode flag) noexcept {
  switch (flag) {
    case fallocate_mode::allocate: return 0;
    case fallocate_mode::punch_hole: return FSCTL_SET_ZERO_DATA;
    case fallocate_mode::keep_size:
    case fallocate_mode::collapse_range:
    case fallocate_mode::zero_range:
    case fallocate_mode::insert_range:
    case fallocate_mode::unshare_range:
    case fallocate_mode::write_zeroes: return std::nullopt;
  }
  return std::nullopt;
}

bool available(fallocate_mode flag) noexcept {
  return flag == fallocate_mode::punch_hole ? supports_sparse_files() : native_value(flag).has_value();
}

namespace {

std::error_code allocate_to(native_handle file, std::uint64_t size, std::uint64_t end) noexcept {
  std::error_code failure = refuse_unallocated(file.get());
  if (!failure && end > size) lengthen(file, size, end, failure);
  return failure;
}

std::error_code punch_hole(native_handle file, std::uint64_t size, std::uint64_t offset, std::uint64_t end) noexcept {
  if (offset >= size) return {};
  if (const auto failure = make_sparse(file.get())) return failure;
  FILE_ZERO_DATA_INFORMATION range{};
  range.FileOffset.QuadPart = static_cast<LONGLONG>(offset);
  range.BeyondFinalZero.QuadPart = static_cast<LONGLONG>(end < size ? end : size);
  return control(file.get(), FSCTL_SET_ZERO_DATA, &range, sizeof range);
}

}  // namespace

void fallocate(native_handle file, fallocate_mode flags, std::uint64_t offset, std::uint64_t length,
               std::error_code& error) noexcept {
  std::error_code failure;
  const auto info = examine(file, failure);
  if (failure) {
    error = failure;
  } else if (native_bits_of(flags) != 0 || is_section(file)) {
    error = refusal(std::errc::operation_not_supported);
  } else if (!info.regular) {
    error = refusal(std::errc::no_such_device);
  } else {
    const auto end = offset + length;
    failure = has(flags, fallocate_mode::punch_hole) ? punch_hole(file, info.size, offset, end)
                                                     : allocate_to(file, info.size, end);
    if (failure) error = failure;
  }
}

}  // namespace mmapkit::backend
