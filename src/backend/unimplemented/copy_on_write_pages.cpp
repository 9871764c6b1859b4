#include <span>

#include <mmapkit/flags/region.hpp>

#include "backend/ranges.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

std::size_t copy_on_write_pages(const void*, std::size_t, std::span<page_run>, const void*&,
                                std::error_code& error) noexcept {
  set_unimplemented(error);
  return 0;
}

}  // namespace mmapkit::backend
