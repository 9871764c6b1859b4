#include "absent.hpp"

namespace mmapkit::backend {

MMAPKIT_ABSENT(section_flag)
MMAPKIT_ABSENT(allocation_flag)
MMAPKIT_ABSENT(free_flag)
MMAPKIT_ABSENT(unmap_flag)
MMAPKIT_ABSENT(offer_priority)

void* virtual_alloc(void*, std::size_t, allocation_flag, protection_flag, const address_limits&,
                    std::error_code& error) noexcept {
  refuse_absent(error);
  return nullptr;
}

void virtual_free(void*, std::size_t, free_flag, std::error_code& error) noexcept { refuse_absent(error); }

void unmap_view(void*, unmap_flag, std::error_code& error) noexcept { refuse_absent(error); }

void offer_memory(void*, std::size_t, offer_priority, std::error_code& error) noexcept { refuse_absent(error); }

bool reclaim_memory(void*, std::size_t, std::error_code& error) noexcept {
  refuse_absent(error);
  return false;
}

void discard_memory(void*, std::size_t, std::error_code& error) noexcept { refuse_absent(error); }

void reset_memory(void*, std::size_t, std::error_code& error) noexcept { refuse_absent(error); }

bool undo_reset(void*, std::size_t, std::error_code& error) noexcept {
  refuse_absent(error);
  return false;
}

std::size_t written_pages(void*, std::size_t, bool, std::span<void*>, std::error_code& error) noexcept {
  refuse_absent(error);
  return 0;
}

void reset_written_pages(void*, std::size_t, std::error_code& error) noexcept { refuse_absent(error); }

}  // namespace mmapkit::backend
