#include "absent.hpp"

namespace mmapkit::backend {

void regions(const void*, bool (*)(void*, const region_entry&), void*, std::error_code& error) noexcept {
  refuse_absent(error);
}

}  // namespace mmapkit::backend
