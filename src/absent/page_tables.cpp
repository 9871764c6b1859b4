#include "absent.hpp"

namespace mmapkit::backend {

MMAPKIT_ABSENT(page_category)
MMAPKIT_ABSENT(scan_flag)

bool region_usage_at(const void*, usage_entry&, std::error_code& error) noexcept {
  refuse_absent(error);
  return false;
}

std::size_t scan_pages(const void*, std::size_t, page_category, scan_flag, std::span<page_run>, const void*&,
                       std::error_code& error) noexcept {
  refuse_absent(error);
  return 0;
}

}  // namespace mmapkit::backend
