#include "backend/posix/per_system.hpp"
#include "backend/system.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

// Since Linux 4.14. The kernel empties it also where the C library does not know of the child: _Fork, clone(2).
void* posix::wiped_page() noexcept {
  void* const page = os::mmap(nullptr, page_size(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return nullptr;
  if (os::madvise(page, page_size(), MADV_WIPEONFORK) == 0) return page;
  os::munmap(page, page_size());
  return nullptr;
}

}  // namespace mmapkit::backend
