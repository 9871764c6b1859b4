#include "absent.hpp"

namespace mmapkit::backend {

std::size_t copied_pages(const void*, std::size_t, std::span<page_run>, const void*&, std::error_code& error) noexcept {
  error = refusal(std::errc::function_not_supported);
  return 0;
}

}  // namespace mmapkit::backend
