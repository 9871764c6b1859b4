#include "backend/system.hpp"

namespace mmapkit::backend {

std::size_t huge_page_size() noexcept { return 0; }

std::size_t transparent_huge_page_size() noexcept { return 0; }

}  // namespace mmapkit::backend
