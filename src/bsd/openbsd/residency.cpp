// OpenBSD 6.6 took mincore away: it told too much about other processes.
#include "../../absent/absent.hpp"

namespace mmapkit::backend {

MMAPKIT_ABSENT(page_state)

void mincore(const void*, std::size_t, unsigned char*, std::error_code& error) noexcept { refuse_absent(error); }

page_state state_of(unsigned char) noexcept { return {}; }

bool may_see_residency(const void*, native_handle) noexcept { return false; }

}  // namespace mmapkit::backend
