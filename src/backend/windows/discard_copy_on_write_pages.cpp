#include <span>

#include <mmapkit/flags/region.hpp>

#include "backend/mappings.hpp"
#include "backend/ranges.hpp"

namespace mmapkit::backend {

// A part of a view cannot be mapped again: all of it is.
void discard_copy_on_write_pages(const map_request& view, std::span<const page_run> /*runs*/,
                                 std::error_code& error) noexcept {
  map_view_at(view, error);
}

bool discards_single_pages() noexcept { return false; }

}  // namespace mmapkit::backend
