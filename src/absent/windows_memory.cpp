#include "absent.hpp"

namespace mmapkit::backend {

MMAPKIT_ABSENT(section_flag)
MMAPKIT_ABSENT(allocation_flag)
MMAPKIT_ABSENT(free_flag)
MMAPKIT_ABSENT(unmap_flag)
MMAPKIT_ABSENT(offer_priority)
MMAPKIT_ABSENT(memory_condition)

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

std::size_t written_pages(void*, std::size_t, std::span<void*>, std::error_code& error) noexcept {
  refuse_absent(error);
  return 0;
}

std::size_t take_written_pages(void*, std::size_t, std::span<void*>, std::error_code& error) noexcept {
  refuse_absent(error);
  return 0;
}

void reset_written_pages(void*, std::size_t, std::error_code& error) noexcept { refuse_absent(error); }

void set_valid_call_targets(void*, std::size_t, std::span<const call_target>, std::error_code& error) noexcept {
  refuse_absent(error);
}

std::size_t allocate_physical_pages(std::span<std::uintptr_t>, std::error_code& error) noexcept {
  refuse_absent(error);
  return 0;
}

void map_physical_pages(void*, std::span<const std::uintptr_t>, std::error_code& error) noexcept {
  refuse_absent(error);
}

void unmap_physical_pages(void*, std::size_t, std::error_code& error) noexcept { refuse_absent(error); }

void free_physical_pages(std::span<const std::uintptr_t>, std::error_code& error) noexcept { refuse_absent(error); }

native_handle memory_notification(memory_condition, std::error_code& error) noexcept {
  refuse_absent(error);
  return no_handle;
}

bool memory_condition_holds(native_handle, std::error_code& error) noexcept {
  refuse_absent(error);
  return false;
}

void* register_bad_memory_notification(bad_memory_callback, std::error_code& error) noexcept {
  refuse_absent(error);
  return nullptr;
}

void unregister_bad_memory_notification(void*, std::error_code& error) noexcept { refuse_absent(error); }

memory_error_support memory_error_handling(std::error_code& error) noexcept {
  refuse_absent(error);
  return {};
}

}  // namespace mmapkit::backend
