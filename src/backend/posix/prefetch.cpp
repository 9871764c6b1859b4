#include <mmapkit/flags/posix_advice.hpp>

#include "backend/pages.hpp"

namespace mmapkit::backend {

void prefetch(std::span<const std::span<std::byte>> pages, std::error_code& error) noexcept {
  for (const auto& one : pages) backend::posix_madvise(one.data(), one.size(), posix_advice::will_need, error);
}

}  // namespace mmapkit::backend
