#include "api.hpp"
#include "backend/system.hpp"

namespace mmapkit::backend {

namespace {

const SYSTEM_INFO& system_info() noexcept {
  static const SYSTEM_INFO info = [] {
    SYSTEM_INFO asked{};
    GetSystemInfo(&asked);
    return asked;
  }();
  return info;
}

}  // namespace

std::size_t page_size() noexcept { return system_info().dwPageSize; }

std::size_t granularity() noexcept { return system_info().dwAllocationGranularity; }

}  // namespace mmapkit::backend
