#include "api.hpp"
#include "backend/mappings.hpp"
#include "backend/system.hpp"
#include "memory_query.hpp"
#include "os.hpp"
#include "view_repair.hpp"

namespace mmapkit::backend {

namespace {

bool is_whole(void* base, std::size_t length, const MEMORY_BASIC_INFORMATION& region) noexcept {
  if (region.AllocationBase != base) return false;
  // The length of an image is in its header; its file may be shorter.
  return region.Type == MEM_IMAGE || rest_of_allocation(base) / page_size() == (length - 1) / page_size() + 1;
}

}  // namespace

void unmap(void* base, std::size_t length, std::error_code& error) noexcept {
  if (unmap_repaired(base, length, error)) return;
  MEMORY_BASIC_INFORMATION region;
  if (length == 0 || !is_aligned(base, page_size())) {
    error = refusal(std::errc::invalid_argument);
  } else if (!query(base, region)) {
    error = last_error();
  } else if (region.State == MEM_FREE || (region.Type == MEM_IMAGE && is_loaded(base))) {
    error = refusal(std::errc::invalid_argument);
  } else if (!is_whole(base, length, region)) {
    error = refusal(std::errc::operation_not_supported);
  } else if (!(region.Type == MEM_PRIVATE ? os::VirtualFree(base, 0, MEM_RELEASE) : os::UnmapViewOfFile(base))) {
    error = last_error();
  }
}

}  // namespace mmapkit::backend
