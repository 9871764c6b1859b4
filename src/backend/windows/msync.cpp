// FlushViewOfFile leaves the data in the cache of the device; FlushFileBuffers goes through it, and needs a handle that
// can write.
#include <mmapkit/flags/msync_flag.hpp>

#include "api.hpp"
#include "backend/mappings.hpp"
#include "backend/system.hpp"
#include "memory_query.hpp"
#include "os.hpp"

namespace mmapkit::backend {

namespace {

// ERROR_LOCK_VIOLATION: the system is writing the pages itself. It passes.
bool flush_view(const void* base, std::size_t length) noexcept {
  for (DWORD pause = 1; !os::FlushViewOfFile(base, length); pause *= 2) {
    if (GetLastError() != ERROR_LOCK_VIOLATION || pause > 512) return false;
    Sleep(pause);
  }
  return true;
}

// Whether stores to the memory reach a file. Those to private memory and copy-on-write views do not; read-only views
// have none.
bool writes_to_file(const void* address) noexcept {
  MEMORY_BASIC_INFORMATION region;
  return query(address, region) && region.Type == MEM_MAPPED && (region.AllocationProtect & writable_pages) != 0;
}

}  // namespace

// VirtualQuery is slow: it looks at all pages with the same attributes. So it is called only after a failure, or
// without a file.
void sync(void* base, std::size_t length, msync_flag flags, native_handle file, std::error_code& error) noexcept {
  if (native_bits_of(flags) != 0) {  // there is no word of flags that they could join
    error = refusal(std::errc::operation_not_supported);
    return;
  }
  if (length == 0) return;
  if (!is_aligned(base, page_size())) {
    error = refusal(std::errc::invalid_argument);
    return;
  }
  const bool to_device = has(flags, msync_flag::sync);
  if (to_device && file == no_handle && writes_to_file(base) && !is_anonymous(base)) {
    error = refusal(std::errc::operation_not_supported);
    return;
  }
  const bool flushed = flush_view(base, length);
  if (flushed && (!to_device || file == no_handle || os::FlushFileBuffers(file.get()))) return;
  const auto failure = last_error();
  // Shared memory is not on a device: its handle is a section, which FlushFileBuffers refuses.
  if (flushed && is_anonymous(base)) return;
  if (!is_mapped(base, length))
    error = refusal(std::errc::not_enough_memory);
  else if (writes_to_file(base) || rest_of_allocation(base) < length)
    error = failure;
}

bool syncs_by_handle(msync_flag flags) noexcept { return has(flags, msync_flag::sync); }

}  // namespace mmapkit::backend
