#include <span>

#include <mmapkit/flags/region.hpp>

#include "backend/regions.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(page_category)

MMAPKIT_UNIMPLEMENTED(scan_flag)

std::size_t scan_pages(const void*, std::size_t, page_category, scan_flag, std::span<page_run>, const void*&,
                       std::error_code& error) noexcept {
  set_unimplemented(error);
  return 0;
}

}  // namespace mmapkit::backend
