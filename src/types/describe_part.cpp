#include "describe_part.hpp"

#include "calls/backing.hpp"
#include "checks/formatted.hpp"

namespace mmapkit {

using detail::backing_access;

std::string describe_part(const mapped& memory, std::size_t length, std::size_t offset) {
  const auto* const data = static_cast<const std::byte*>(memory.addr);
  const auto backing = backing_access::parts_of(memory);
  if (data == nullptr || has(backing.flags, mmap_flag::anonymous)) return describe(data, length, offset);
  const auto file = describe_file(backing.base, backing.file, backing.identity);
  if (file.empty()) return describe(data, length, offset);
  // An empty file has no memory.
  const auto* const base = backing.base == nullptr ? data : static_cast<const std::byte*>(backing.base);
  const auto before = static_cast<std::uint64_t>(data - base);
  return formatted("{} ({} bytes at {})", file, length, backing.start + before + offset);
}

std::string describe_all(const mapped& memory) { return describe_part(memory, memory.size, 0); }

}  // namespace mmapkit
