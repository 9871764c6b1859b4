// The memory functions of Windows. Elsewhere all of them are unimplemented.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>

#include <mmapkit/flags/address_limits.hpp>
#include <mmapkit/flags/call_target.hpp>
#include <mmapkit/flags/memory_condition.hpp>
#include <mmapkit/flags/memory_error_support.hpp>
#include <mmapkit/flags/native_handle.hpp>

#include "native_value.hpp"

namespace mmapkit::backend {

// virtual_alloc.cpp
void* virtual_alloc(void* addr, std::size_t length, allocation_flag flags, protection_flag protection,
                    const address_limits& limits, std::error_code& error) noexcept;

// virtual_free.cpp
void virtual_free(void* addr, std::size_t length, free_flag flags, std::error_code& error) noexcept;

// unmap_view.cpp
void unmap_view(void* addr, unmap_flag flags, std::error_code& error) noexcept;

// offer_memory.cpp
void offer_memory(void* addr, std::size_t length, offer_priority priority, std::error_code& error) noexcept;
// Returns false where the system has discarded the content.
bool reclaim_memory(void* addr, std::size_t length, std::error_code& error) noexcept;
void discard_memory(void* addr, std::size_t length, std::error_code& error) noexcept;

// reset_memory.cpp
void reset_memory(void* addr, std::size_t length, std::error_code& error) noexcept;
// Returns false where the system has discarded the content.
bool undo_reset(void* addr, std::size_t length, std::error_code& error) noexcept;

// write_watch.cpp
// These two fill `pages`, which has an element for each page of the range, and return how many were written to.
std::size_t written_pages(void* addr, std::size_t length, std::span<void*> pages, std::error_code& error) noexcept;
std::size_t fetch_and_reset_written_pages(void* addr, std::size_t length, std::span<void*> pages,
                                          std::error_code& error) noexcept;
void reset_written_pages(void* addr, std::size_t length, std::error_code& error) noexcept;

// call_targets.cpp
void set_valid_call_targets(void* addr, std::size_t length, std::span<const call_target> targets,
                            std::error_code& error) noexcept;

// physical_pages.cpp
// Returns the number of pages that were allocated, which may be less.
std::size_t allocate_physical_pages(std::span<std::uintptr_t> frames, std::error_code& error) noexcept;
void map_physical_pages(void* addr, std::span<const std::uintptr_t> frames, std::error_code& error) noexcept;
void unmap_physical_pages(void* addr, std::size_t length, std::error_code& error) noexcept;
void free_physical_pages(std::span<const std::uintptr_t> frames, std::error_code& error) noexcept;

// memory_notification.cpp
// The caller owns the handle.
native_handle memory_notification(memory_condition condition, std::error_code& error) noexcept;
bool memory_condition_holds(native_handle notification, std::error_code& error) noexcept;

// bad_memory_notification.cpp
void* register_bad_memory_notification(bad_memory_callback callback, std::error_code& error) noexcept;
void unregister_bad_memory_notification(void* registration, std::error_code& error) noexcept;
memory_error_support memory_error_handling(std::error_code& error) noexcept;

}  // namespace mmapkit::backend
