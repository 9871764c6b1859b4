#include <mmapkit/flags/fault_kind.hpp>

#include "backend/faults.hpp"
#include "backend/files.hpp"
#include "backend/system.hpp"
#include "store_to_pages.hpp"

namespace mmapkit::backend {

// The clusters were allocated when the file got its length. NTFS fills them with zeros when what is behind is written
// for the first time, here by the write-back of pages that are dirty.
void populate(void* base, std::size_t length, native_handle /*file*/, std::uint64_t /*offset*/,
              std::error_code& error) noexcept {
  catch_faults(error);
  if (error) return;
  fault_kind kind{};
  if (windows::store_to_pages(static_cast<std::byte*>(base), length, kind) == length) return;
  error = refusal(kind == fault_kind::no_space ? std::errc::no_space_on_device : std::errc::io_error);
}

}  // namespace mmapkit::backend
