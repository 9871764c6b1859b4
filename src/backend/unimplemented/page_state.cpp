#include "backend/pages.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(page_state)

page_state state_of(unsigned char) noexcept { return {}; }

bool may_see_residency(const void*, native_handle) noexcept { return false; }

}  // namespace mmapkit::backend
