// What macOS and the BSDs add to mmap.
#include <sys/mman.h>

#include "../bits.hpp"
#include "../posix/system.hpp"

namespace mmapkit::backend {

std::size_t huge_page_size() noexcept { return 0; }

std::size_t transparent_huge_page_size() noexcept { return 0; }

void report_hidden_failure(void* /*base*/, std::size_t /*length*/, mmap_flag /*flags*/,
                           std::error_code& /*error*/) noexcept {}

namespace posix {

// FreeBSD's guards are no mappings, and refused beside the flags of one (sys/vm/vm_mmap.c). macOS drops
// MAP_RESILIENT_MEDIA from a shared mapping without a word (bsd/kern/kern_mman.c); one that is neither shared nor
// private is refused.
int map_flags(const map_request& request) noexcept {
  const int flags = static_cast<int>(native_set(request.flags));
  if (has(request.flags, mmap_flag::guard)) return flags & ~(MAP_PRIVATE | MAP_SHARED | MAP_ANON);
  if (has(request.flags, mmap_flag::resilient_media)) return flags & ~MAP_SHARED;
  return flags;
}

bool older_map_flags(const map_request& /*request*/, int /*error*/, int& /*flags*/) noexcept { return false; }

std::size_t huge_page_unit(int /*file*/, std::size_t /*block*/) noexcept { return 0; }

void prefer_node(void* /*base*/, std::size_t /*length*/, unsigned /*node*/, std::error_code& error) noexcept {
  error = refusal(std::errc::operation_not_supported);
}

}  // namespace posix

}  // namespace mmapkit::backend
