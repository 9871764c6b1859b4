#include "backend/mappings.hpp"
#include "backend/posix/per_system.hpp"
#include "backend/system.hpp"
#include "os.hpp"

namespace mmapkit::backend {

bool can_load(const std::byte* at) noexcept {
  return posix::is_readable(at - reinterpret_cast<std::uintptr_t>(at) % sizeof(std::uint32_t));
}

// mincore stores one byte for a page: EFAULT where it cannot.
bool can_store(std::byte* at) noexcept {
  const auto in_page = reinterpret_cast<std::uintptr_t>(at) % page_size();
  return os::mincore(at - in_page, std::size_t{1}, reinterpret_cast<unsigned char*>(at)) == 0;
}

}  // namespace mmapkit::backend
