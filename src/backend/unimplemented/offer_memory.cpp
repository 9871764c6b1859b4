#include "backend/virtual_memory.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(offer_priority)

void offer_memory(void*, std::size_t, offer_priority, std::error_code& error) noexcept { set_unimplemented(error); }

bool reclaim_memory(void*, std::size_t, std::error_code& error) noexcept {
  set_unimplemented(error);
  return false;
}

void discard_memory(void*, std::size_t, std::error_code& error) noexcept { set_unimplemented(error); }

}  // namespace mmapkit::backend
