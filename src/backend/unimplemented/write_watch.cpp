#include <span>

#include "backend/virtual_memory.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

std::size_t written_pages(void*, std::size_t, std::span<void*>, std::error_code& error) noexcept {
  set_unimplemented(error);
  return 0;
}

std::size_t fetch_and_reset_written_pages(void*, std::size_t, std::span<void*>, std::error_code& error) noexcept {
  set_unimplemented(error);
  return 0;
}

void reset_written_pages(void*, std::size_t, std::error_code& error) noexcept { set_unimplemented(error); }

}  // namespace mmapkit::backend
