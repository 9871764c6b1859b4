#include <sys/vfs.h>

#include "backend/posix/per_system.hpp"
#include "backend/system.hpp"
#include "os.hpp"

namespace mmapkit::backend::posix {

// Other file systems may have large blocks, and pages of the usual size.
std::size_t huge_page_unit(int file, std::size_t block) noexcept {
  constexpr auto hugetlbfs = 0x958458f6U;
  struct statfs system {};
  if (block <= page_size() || os::fstatfs(file, &system) != 0) return 0;
  return static_cast<std::uint32_t>(system.f_type) == hugetlbfs ? block : 0;
}

}  // namespace mmapkit::backend::posix
