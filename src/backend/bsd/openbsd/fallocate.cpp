#include <cerrno>
#include <optional>

#include <mmapkit/flags/fallocate_mode.hpp>
#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/protection_flag.hpp>

#include "backend/files.hpp"
#include "backend/mappings.hpp"
#include "backend/native_value.hpp"
#include "backend/posix/per_system.hpp"
#include "backend/system.hpp"

namespace mmapkit::backend {

namespace posix {

// OpenBSD has no posix_fallocate.
int reserve(int /*file*/, std::uint64_t /*from*/, std::uint64_t /*to*/) noexcept { return EOPNOTSUPP; }

int allocate(int /*file*/, std::uint64_t /*from*/, std::uint64_t /*to*/) noexcept { return EOPNOTSUPP; }

}  // namespace posix

std::optional<std::uint32_t> native_value(fallocate_mode flag) noexcept {
  switch (flag) {
    case fallocate_mode::allocate: return 0;
    case fallocate_mode::keep_size:
    case fallocate_mode::punch_hole:
    case fallocate_mode::collapse_range:
    case fallocate_mode::zero_range:
    case fallocate_mode::insert_range:
    case fallocate_mode::unshare_range:
    case fallocate_mode::write_zeroes: return std::nullopt;
  }
  return std::nullopt;
}

bool available(fallocate_mode flag) noexcept { return flag == fallocate_mode::allocate; }

namespace {

// Through a mapping, which changes no byte.
void populate_range(native_handle file, std::uint64_t from, std::uint64_t to, std::error_code& error) noexcept {
  const auto start = from / page_size() * page_size();
  const auto length = static_cast<std::size_t>(to - start);
  void* const view = map({.length = length,
                          .protection = protection_flag::read | protection_flag::write,
                          .flags = mmap_flag::shared,
                          .file = file,
                          .offset = start},
                         error);
  if (view == nullptr) return;
  std::error_code ignored;
  populate(view, length, file, start, error);
  unmap(view, length, ignored);
}

}  // namespace

// Within the file holes cannot be told from data.
void fallocate(native_handle file, fallocate_mode /*flags*/, std::uint64_t offset, std::uint64_t length,
               std::error_code& error) noexcept {
  const auto size = examine(file, error).size;
  if (error) return;
  if (offset < size) error = refusal(std::errc::operation_not_supported);
  if (!error) lengthen(file, size, offset + length, error);
  if (!error) populate_range(file, size, offset + length, error);
}

}  // namespace mmapkit::backend
