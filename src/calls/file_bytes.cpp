#include "file_bytes.hpp"

#include <algorithm>
#include <cstring>

#include <mmapkit/flags/durability.hpp>
#include <mmapkit/flags/mmap_options.hpp>

#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "mmap.hpp"
#include "munmap.hpp"

namespace mmapkit::calls {

namespace {

// So that large files need few addresses.
constexpr std::size_t largest_window = std::size_t{64} << 20;

// The mapping itself is synced before it ends: Windows and OpenBSD keep its pages apart from the file's.
bool store_window(native_handle file, std::uint64_t offset, std::span<const std::byte> bytes, failure& why) noexcept {
  auto options = read_write(bytes.size());
  options.offset = offset;
  const auto memory = mmap(file, options, why);
  if (why) return false;
  std::memcpy(memory.addr, bytes.data(), bytes.size());
  const auto pages = from_page(memory.addr, memory.size);
  const auto lead =
      static_cast<std::size_t>(static_cast<std::byte*>(memory.addr) - static_cast<std::byte*>(pages.base));
  backend::make_durable(pages.base, pages.length, durability::data, file, offset - lead, why.code);
  why.attribute_to(operation::msync);
  const auto unmapped = munmap(memory);
  if (!why) why = unmapped;
  return !why;
}

bool store(native_handle file, std::uint64_t offset, std::span<const std::byte> bytes, failure& why) noexcept {
  while (!bytes.empty()) {
    const auto part = bytes.first(std::min(bytes.size(), largest_window));
    if (!store_window(file, offset, part, why)) return false;
    bytes = bytes.subspan(part.size());
    offset += part.size();
  }
  return true;
}

}  // namespace

bool read_bytes(native_handle file, std::uint64_t offset, std::span<std::byte> to, failure& why) noexcept {
  while (!to.empty()) {
    const auto count = backend::read_file(file, offset, to, why.code);
    if (why.attribute_to(operation::load) || count == 0) return false;
    to = to.subspan(count);
    offset += count;
  }
  return true;
}

bool write_bytes(native_handle file, std::uint64_t offset, std::span<const std::byte> bytes, bool durable,
                 failure& why) noexcept {
  if (bytes.empty()) return true;
  const bool is_written = backend::write_file(file, offset, bytes, durable, why.code);
  if (why.attribute_to(operation::write_through)) return false;
  return is_written || store(file, offset, bytes, why);
}

bool write_bytes(native_handle file, std::span<const backend::file_part> parts, failure& why) noexcept {
  const bool is_written = backend::write_file(file, parts, why.code);
  if (why.attribute_to(operation::write_through) || is_written) return !why;
  for (const auto& one : parts)
    if (!store(file, one.offset, one.bytes, why)) return false;
  return true;
}

}  // namespace mmapkit::calls
