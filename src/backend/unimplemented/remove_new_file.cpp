#include "backend/paths.hpp"

namespace mmapkit::backend {

void remove_new_file(const path_view::value_type*, native_handle) noexcept {}

bool has_name(native_handle) noexcept { return true; }

}  // namespace mmapkit::backend
