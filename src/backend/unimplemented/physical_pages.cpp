#include <span>

#include "backend/virtual_memory.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

std::size_t allocate_physical_pages(std::span<std::uintptr_t>, std::error_code& error) noexcept {
  set_unimplemented(error);
  return 0;
}

void map_physical_pages(void*, std::span<const std::uintptr_t>, std::error_code& error) noexcept {
  set_unimplemented(error);
}

void unmap_physical_pages(void*, std::size_t, std::error_code& error) noexcept { set_unimplemented(error); }

void free_physical_pages(std::span<const std::uintptr_t>, std::error_code& error) noexcept { set_unimplemented(error); }

}  // namespace mmapkit::backend
