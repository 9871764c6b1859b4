#include <span>

#include <mmapkit/flags/region.hpp>

#include "backend/mappings.hpp"
#include "backend/ranges.hpp"

namespace mmapkit::backend {

// A run that is mapped again merges with the view around it.
void discard_copy_on_write_pages(const map_request& view, std::span<const page_run> runs,
                                 std::error_code& error) noexcept {
  for (const auto& run : runs) {
    map_request part = view;
    part.address = run.addr;
    part.length = run.size;
    part.offset = view.offset + static_cast<std::uint64_t>(run.addr - static_cast<std::byte*>(view.address));
    if (!error) map_view_at(part, error);
  }
}

bool discards_single_pages() noexcept { return true; }

}  // namespace mmapkit::backend
